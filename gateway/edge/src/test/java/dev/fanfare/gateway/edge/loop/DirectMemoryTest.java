package dev.fanfare.gateway.edge.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DirectMemoryTest {
  private static final long MAX = 1_000_000;

  @Test
  void aConnectionMayLetLessWaitTheShorterMemoryIs() {
    assertThat(DirectMemory.mostWaitingBytes(0, MAX)).isEqualTo(Long.MAX_VALUE);
    assertThat(DirectMemory.mostWaitingBytes(499_999, MAX)).isEqualTo(Long.MAX_VALUE);
    assertThat(DirectMemory.mostWaitingBytes(500_000, MAX)).isEqualTo(1 << 20);
    assertThat(DirectMemory.mostWaitingBytes(750_000, MAX)).isEqualTo(128 << 10);
    assertThat(DirectMemory.mostWaitingBytes(MAX, MAX)).isEqualTo(128 << 10);
  }

  @Test
  void whereNobodyCountsTheAppsLimitAloneHolds() {
    assertThat(DirectMemory.mostWaitingBytes(-1, MAX)).isEqualTo(Long.MAX_VALUE);
  }
}
