package dev.fanfare.gateway.edge.carried;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StrangersTest {
  @Test
  void anAddressHasSoManyUntilOneIsKnownOrGone() {
    Strangers strangers = new Strangers(2);
    assertThat(strangers.enter("192.0.2.1")).isTrue();
    assertThat(strangers.enter("192.0.2.1")).isTrue();
    assertThat(strangers.enter("192.0.2.1")).isFalse();
    assertThat(strangers.enter("192.0.2.2")).isTrue();
    strangers.leave("192.0.2.1");
    assertThat(strangers.enter("192.0.2.1")).isTrue();
    assertThat(strangers.enter("192.0.2.1")).isFalse();
  }

  @Test
  void ofIpv6ANetworkIsOneAddress() {
    assertThat(Network.of("2001:db8:1:2:3:4:5:6")).isEqualTo(Network.of("2001:db8:1:2::1"));
    assertThat(Network.of("2001:db8:1:2::1")).isNotEqualTo(Network.of("2001:db8:1:3::1"));
    assertThat(Network.of("192.0.2.1")).isEqualTo("192.0.2.1");
    assertThat(Network.of("no address")).isEqualTo("no address");
  }

  @Test
  void missesAreForgottenAfterAWhile() {
    long[] nanos = {0};
    Misses misses = new Misses(CarriedOptions.DEFAULT, () -> nanos[0]);
    for (int i = 0; i < CarriedOptions.DEFAULT.missesPerAddress(); i++) {
      assertThat(misses.isTooMany("2001:db8::1")).isFalse();
      misses.missed("2001:db8::2");
    }
    assertThat(misses.isTooMany("2001:db8::1")).isTrue();
    assertThat(misses.isTooMany("192.0.2.1")).isFalse();
    nanos[0] += CarriedOptions.DEFAULT.missesWithin().toNanos();
    assertThat(misses.isTooMany("2001:db8::1")).isFalse();
  }
}
