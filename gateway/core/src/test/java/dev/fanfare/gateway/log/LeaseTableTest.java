package dev.fanfare.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who lives, as one member sees it. */
class LeaseTableTest {
  private final LeaseTable leases = new LeaseTable();
  private final ChannelLog log = new ChannelLog();

  @Test
  void whoWasSilentTooLongIsRefusedBeforeAnybodyLooks() {
    leases.beat(7, 0);

    assertThat(leases.refusal(new LogChange.Occupy(7, 1), log, seconds(9))).isEmpty();
    assertThat(leases.refusal(new LogChange.Occupy(7, 1), log, seconds(10))).isPresent();
    assertThat(leases.beat(7, seconds(10))).isFalse();
    assertThat(leases.expire(seconds(10))).containsExactly(7L);
    assertThat(leases.expire(seconds(11))).isEmpty();
    assertThat(leases.isDead(7)).isTrue();
  }

  @Test
  void ofTheDeadOnlySoManyAreRemembered() {
    for (long incarnation = 0; incarnation <= LeaseTable.MOST_DEAD; incarnation++) {
      leases.end(incarnation);
    }

    assertThat(leases.isDead(0)).isFalse();
    assertThat(leases.isDead(1)).isTrue();
    assertThat(leases.isDead(LeaseTable.MOST_DEAD)).isTrue();
  }

  private static long seconds(int count) {
    return TimeUnit.SECONDS.toNanos(count);
  }
}
