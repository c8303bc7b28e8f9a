package dev.fanfare.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcTest {
  @Test
  void timesAreFoundBehindANameWithBracketsAndSpaces() {
    String line =
        "4242 (a (bad) name) S 1 4242 4242 0 -1 4194560 1503 77 0 0 311 92 5 3 20 0 12 0 1234 0 0";

    assertThat(Stat.parse(line)).isEqualTo(new Stat(311, 92, 5, 3));
    assertThat(Stat.parse(line).allTicks()).isEqualTo(411);
  }

  @Test
  void idleAndWaitingTimeIsNotBusy() {
    assertThat(Machine.busyTicks("cpu  100 1 20 9000 50 3 4 5 0 0")).isEqualTo(133);
  }
}
