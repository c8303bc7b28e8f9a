package dev.fanfare.gateway.edge.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.auth.ClusterSecret;
import dev.fanfare.gateway.dialect.Seal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassesTest {
  private final Seal seal = new ClusterSecret(List.of(new byte[32])).seal("peers");
  private final Passes sender = new Passes(seal, () -> "a", new Random(1));
  private final Passes taker = new Passes(seal, () -> "b", new Random(2));

  @Test
  void aPassBringsTheClientsAddressOnce() {
    String pass = sender.make("b", "POST", "/x?y", "2001:db8::1");
    assertThat(taker.take("POST", "/x?y", pass)).hasValue("2001:db8::1");
    assertThat(taker.take("POST", "/x?y", pass)).isEmpty();
  }

  @Test
  void itHoldsForOneRequestToOneGateway() {
    assertThat(taker.take("POST", "/other", sender.make("b", "POST", "/x", "1.2.3.4"))).isEmpty();
    assertThat(taker.take("GET", "/x", sender.make("b", "POST", "/x", "1.2.3.4"))).isEmpty();
    assertThat(taker.take("POST", "/x", sender.make("c", "POST", "/x", "1.2.3.4"))).isEmpty();
  }

  @Test
  void nobodyElseCanMakeOne() {
    byte[] other = new byte[32];
    other[0] = 1;
    Passes stranger =
        new Passes(new ClusterSecret(List.of(other)).seal("peers"), () -> "a", new Random(1));
    assertThat(taker.take("POST", "/x", stranger.make("b", "POST", "/x", "1.2.3.4"))).isEmpty();
    Passes otherPurpose =
        new Passes(
            new ClusterSecret(List.of(new byte[32])).seal("session"), () -> "a", new Random(1));
    assertThat(taker.take("POST", "/x", otherPurpose.make("b", "POST", "/x", "1.2.3.4"))).isEmpty();
  }

  @Test
  void passesMayOvertakeEachOtherButNotComeFarBehind() {
    String first = sender.make("b", "POST", "/x", "1.2.3.4");
    String second = sender.make("b", "POST", "/x", "1.2.3.4");
    assertThat(taker.take("POST", "/x", second)).isPresent();
    String last = first;
    for (int i = 0; i < Numbers.WINDOW; i++) {
      last = sender.make("b", "POST", "/x", "1.2.3.4");
    }
    assertThat(taker.take("POST", "/x", last)).isPresent();
    assertThat(taker.take("POST", "/x", first)).isEmpty();
    assertThat(taker.take("POST", "/x", second)).isEmpty();
  }

  @Test
  void numbersOfTheWindowAreForgottenWithIt() {
    Numbers numbers = new Numbers();
    assertThat(numbers.isFirst(5)).isTrue();
    assertThat(numbers.isFirst(Numbers.WINDOW + 4)).isTrue();
    assertThat(numbers.isFirst(5)).isFalse();
    assertThat(numbers.isFirst(Numbers.WINDOW + 5)).isTrue();
    assertThat(numbers.isFirst(10L * Numbers.WINDOW)).isTrue();
    assertThat(numbers.isFirst(10L * Numbers.WINDOW - 1)).isTrue();
    assertThat(numbers.isFirst(0)).isFalse();
    assertThat(numbers.isFirst(-1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "...", "a.1.b.c", "a.x.MS4y.AAAA", "a.1.MS4y.!", "a.1.b.c.d"})
  void whatIsNoPassIsRefused(String pass) {
    assertThat(taker.take("POST", "/x", pass)).isEmpty();
  }
}
