package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapWatchTest {
  private final AtomicLong collectedMillis = new AtomicLong(5_000);
  private final AtomicLong nanos = new AtomicLong(-7);
  private final HeapWatch watch = new HeapWatch(collectedMillis::get, nanos::get);

  @Test
  void aProcessThatOnlyCollectsForSecondsIsExhausted() {
    assertThat(passes(1_000, 950)).isFalse();
    assertThat(passes(1_000, 900)).isFalse();
    assertThat(passes(3_000, 2_900)).isFalse();
    assertThat(passes(1_000, 1_000)).isTrue();
  }

  @Test
  void whoWorksInBetweenIsNot() {
    for (int i = 0; i < 10; i++) {
      assertThat(passes(1_000, 950)).isFalse();
      assertThat(passes(1_000, 950)).isFalse();
      assertThat(passes(1_000, 950)).isFalse();
      assertThat(passes(1_000, 500)).isFalse();
    }
  }

  @Test
  void oneLongCollectionOrStandingStillIsNot() {
    assertThat(passes(20_000, 20_000)).isFalse();
    assertThat(passes(15_000, 0)).isFalse();
    assertThat(passes(0, 0)).isFalse();
  }

  private boolean passes(long millis, long collecting) {
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    collectedMillis.addAndGet(collecting);
    return watch.isExhausted();
  }
}
