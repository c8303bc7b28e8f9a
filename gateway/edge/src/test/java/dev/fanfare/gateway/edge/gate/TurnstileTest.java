package dev.fanfare.gateway.edge.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.edge.gate.Turnstile.Entry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TurnstileTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void neighboursInOneSmallNetworkOfIpv6CountAsOne() throws Exception {
    Turnstile turnstile =
        new Turnstile(new AdmissionOptions(100, 100, 1, 100, 65_536, SECOND, SECOND));
    assertThat(turnstile.enter(address("2001:db8::1"))).isEqualTo(Entry.WELCOME);
    assertThat(turnstile.enter(address("2001:db8::ffff:2"))).isEqualTo(Entry.TURNED_AWAY);
    assertThat(turnstile.enter(address("2001:db8:0:1::1"))).isEqualTo(Entry.WELCOME);
    assertThat(turnstile.enter(address("192.0.2.1"))).isEqualTo(Entry.WELCOME);
    assertThat(turnstile.enter(address("192.0.2.2"))).isEqualTo(Entry.WELCOME);
  }

  @Test
  void whoeverLeavesMakesRoom() throws Exception {
    Turnstile turnstile =
        new Turnstile(new AdmissionOptions(100, 1, 1, 100, 65_536, SECOND, SECOND));
    InetAddress address = address("192.0.2.1");
    turnstile.enter(address);
    turnstile.left(address, true);
    assertThat(turnstile.enter(address)).isEqualTo(Entry.WELCOME);
    turnstile.trusted(address);
    assertThat(turnstile.enter(address)).isEqualTo(Entry.WELCOME);
    turnstile.left(address, true);
    turnstile.left(address, false);
    assertThat(turnstile.connections()).isZero();
    assertThat(turnstile.strangers()).isZero();
  }

  @Test
  void inAFloodNotEvenARefusalIsSpent() throws Exception {
    Turnstile turnstile =
        new Turnstile(new AdmissionOptions(100_000, 100_000, 1, 100, 65_536, SECOND, SECOND));
    InetAddress address = address("192.0.2.1");
    Entry entry = turnstile.enter(address);
    int inside = 0;
    while (entry != Entry.DROPPED) {
      inside++;
      entry = turnstile.enter(address);
    }
    assertThat(turnstile.connections()).isEqualTo(inside).isLessThan(2_000);
  }

  @Test
  void theTimeToComeBackIsSpread() {
    Turnstile turnstile = new Turnstile(new AdmissionOptions(1, 1, 1, 100, 65_536, SECOND, SECOND));
    for (int i = 0; i < 100; i++) {
      assertThat(turnstile.retryAfter()).isBetween(SECOND, SECOND.multipliedBy(2));
    }
  }

  @Test
  void whoComesBackIsLetInWhereNewcomersAreNotAnyMore() {
    AtomicLong nanos = new AtomicLong(-5);
    Turnstile turnstile = new Turnstile(perSecond(10), nanos::get);
    assertThat(opened(turnstile, 100, false)).isEqualTo(10);
    assertThat(opened(turnstile, 100, true)).isEqualTo(10);
    nanos.addAndGet(Duration.ofMillis(500).toNanos());
    assertThat(opened(turnstile, 100, false)).isZero();
    assertThat(opened(turnstile, 100, true)).isEqualTo(5);
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(opened(turnstile, 100, false)).isEqualTo(10);
  }

  @Test
  void aLoopThatIsLateTakesOnFirstNoNewcomersAndThenNobody() {
    Turnstile turnstile = new Turnstile(perSecond(1_000));
    Duration late = Duration.ofMillis(1_500);
    assertThat(turnstile.mayOpen(false, SECOND)).isTrue();
    assertThat(turnstile.mayOpen(false, late)).isFalse();
    assertThat(turnstile.mayOpen(true, late)).isTrue();
    assertThat(turnstile.mayOpen(true, SECOND.multipliedBy(3))).isFalse();
  }

  private static AdmissionOptions perSecond(int opens) {
    return new AdmissionOptions(100, 100, 100, opens, 65_536, SECOND, SECOND);
  }

  private static int opened(Turnstile turnstile, int tries, boolean comesBack) {
    int opened = 0;
    for (int i = 0; i < tries; i++) {
      opened += turnstile.mayOpen(comesBack, Duration.ZERO) ? 1 : 0;
    }
    return opened;
  }

  private static InetAddress address(String literal) throws Exception {
    return InetAddress.getByName(literal);
  }
}
