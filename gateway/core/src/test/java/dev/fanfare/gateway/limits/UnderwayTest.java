package dev.fanfare.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ConnectionId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnderwayTest {
  private static final AppId APP = new AppId("a");
  private static final AppId OTHER = new AppId("b");
  private static final Optional<ConnectionId> ANN = Optional.of(new ConnectionId("1.1"));
  private static final Optional<ConnectionId> BEN = Optional.of(new ConnectionId("2.2"));
  private static final Optional<ConnectionId> NOBODY = Optional.empty();

  private final Underway underway = new Underway(100, 40);

  @Test
  void aConnectionHasSoMuchUnderWayAndThenWaitsForAnAnswer() {
    assertThat(underway.take(APP, ANN, 30)).isTrue();
    assertThat(underway.take(APP, ANN, 11)).isFalse();
    assertThat(underway.take(APP, BEN, 40)).isTrue();
    underway.give(APP, ANN, 30);

    assertThat(underway.take(APP, ANN, 40)).isTrue();
  }

  @Test
  void anAppHasSoMuchUnderWayWhoeverSendsIt() {
    assertThat(underway.take(APP, NOBODY, 70)).isTrue();
    assertThat(underway.take(APP, ANN, 31)).isFalse();
    assertThat(underway.take(OTHER, BEN, 31)).isTrue();
    assertThat(underway.take(APP, ANN, 30)).isTrue();
  }

  @Test
  void oneMessageAloneAlwaysGoesThrough() {
    assertThat(underway.take(APP, ANN, 1_000)).isTrue();
    assertThat(underway.take(APP, BEN, 1)).isFalse();
  }

  @Test
  void nothingIsRememberedOfWhatIsAnswered() {
    underway.take(APP, ANN, 30);
    underway.take(APP, ANN, 30);
    underway.give(APP, ANN, 30);

    assertThat(underway.size()).isZero();
  }
}
