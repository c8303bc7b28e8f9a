package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.port.Allowance;
import dev.fanfare.gateway.port.Allowance.Verdict;
import dev.fanfare.protocol.AppId;
import dev.fanfare.testkit.Racing;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link Allowance} promises to one gateway. */
public abstract class AllowanceContract {
  private static final Verdict GRANTED = new Verdict.Granted();
  private static final int PER_SECOND = 100;
  private static final int BURST = 2 * PER_SECOND;

  private final AppId app = new AppId("t-" + UUID.randomUUID());
  private final AppId otherApp = new AppId(app.text() + "1");

  /** The allowance, the same one during a test; this gateway is the only one. */
  protected abstract Allowance allowance();

  /** Lets time pass for the allowance. */
  protected abstract void pass(Duration time);

  @Test
  void twoSecondsWorthMayComeAtOnceAndNoMore() {
    for (int i = 0; i < BURST; i++) {
      assertThat(take(1)).isEqualTo(GRANTED);
    }

    assertThat(take(1)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void aBatchIsTakenWholeOrNotAtAll() {
    assertThat(take(BURST - 10)).isEqualTo(GRANTED);

    assertThat(take(11)).isInstanceOf(Verdict.Refused.class);
    assertThat(take(10)).isEqualTo(GRANTED);
  }

  @Test
  void theRefusalSaysWhenItWillDo() {
    assertThat(take(BURST)).isEqualTo(GRANTED);

    Verdict verdict = take(PER_SECOND);

    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    if (verdict instanceof Verdict.Refused refused) {
      assertThat(refused.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(2));
      pass(refused.retryAfter());
      assertThat(take(PER_SECOND)).isEqualTo(GRANTED);
    }
  }

  @Test
  void overTimeTheRateIsKept() {
    assertThat(take(BURST)).isEqualTo(GRANTED);
    int granted = 0;
    for (int tick = 0; tick < 100; tick++) {
      pass(Duration.ofMillis(100));
      for (int i = 0; i < 20; i++) {
        granted += take(1).equals(GRANTED) ? 1 : 0;
      }
    }

    assertThat(granted).isBetween(PER_SECOND * 10 - 10, PER_SECOND * 10);
  }

  @Test
  void idlenessSavesUpNoMoreThanTheBurst() {
    assertThat(take(BURST)).isEqualTo(GRANTED);
    pass(Duration.ofHours(1));

    assertThat(take(BURST)).isEqualTo(GRANTED);
    assertThat(take(1)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void aRateOfZeroAllowsNothing() {
    assertThat(allowance().takePublishes(app, 1, 0)).isInstanceOf(Verdict.Refused.class);
    pass(Duration.ofMinutes(1));
    assertThat(allowance().takePublishes(app, 1, 0)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void anAppsRateIsItsOwn() {
    assertThat(take(BURST)).isEqualTo(GRANTED);

    assertThat(allowance().takePublishes(otherApp, BURST, PER_SECOND)).isEqualTo(GRANTED);
  }

  @Test
  void racingTakersNeverGetMoreThanThereIs() {
    int granted =
        Racing.race(
                8,
                thread -> {
                  int mine = 0;
                  for (int i = 0; i < 100; i++) {
                    mine += take(1).equals(GRANTED) ? 1 : 0;
                  }
                  return mine;
                })
            .stream()
            .mapToInt(Integer::intValue)
            .sum();

    assertThat(granted).isEqualTo(BURST);
  }

  @Test
  void connectionsAreGivenOutUpToTheLimitAndAgainWhenGivenBack() {
    for (int i = 0; i < 5; i++) {
      assertThat(connect(5)).isEqualTo(GRANTED);
    }
    assertThat(connect(5)).isInstanceOf(Verdict.Refused.class);

    allowance().giveConnectionBack(app);

    until("one is free", () -> connect(5).equals(GRANTED));
    assertThat(connect(5)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void aLimitOfZeroLetsNobodyConnect() {
    assertThat(connect(0)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void aLoweredLimitHoldsForNewConnections() {
    connect(10);
    connect(10);
    connect(10);

    assertThat(connect(2)).isInstanceOf(Verdict.Refused.class);
    assertThat(connect(4)).isEqualTo(GRANTED);
  }

  @Test
  void anAppsConnectionsAreItsOwn() {
    assertThat(connect(1)).isEqualTo(GRANTED);

    assertThat(allowance().takeConnection(otherApp, 1)).isEqualTo(GRANTED);
    allowance().giveConnectionBack(otherApp);
    assertThat(connect(1)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void racingConnectionsNeverExceedTheLimit() {
    long granted = Racing.race(40, thread -> connect(25)).stream().filter(GRANTED::equals).count();

    assertThat(granted).isEqualTo(25);
    Racing.race(
        25,
        thread -> {
          allowance().giveConnectionBack(app);
          return thread;
        });
    until("all are free again", () -> connect(1).equals(GRANTED));
  }

  private Verdict take(int messages) {
    return allowance().takePublishes(app, messages, PER_SECOND);
  }

  private Verdict connect(int limit) {
    return allowance().takeConnection(app, limit);
  }
}
