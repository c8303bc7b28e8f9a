package dev.fanfare.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmthTest {
  private final Warmth warmth = new Warmth();

  @Test
  void aServerThatGetsCheaperIsNotWarm() {
    note(4_000, 12_000, 30_000, 34_000, 37_000, 40_000);

    assertThat(warmth.isReached()).isFalse();
  }

  @Test
  void threeSlicesThatAreHardlyBetterAreEnough() {
    note(4_000, 38_000, 39_000, 37_000);
    assertThat(warmth.isReached()).isFalse();

    note(39_500);
    assertThat(warmth.isReached()).isTrue();
  }

  @Test
  void aStepUpwardsBeginsTheCountAnew() {
    note(20_000, 20_000, 20_000, 35_000, 35_000, 35_000);
    assertThat(warmth.isReached()).isFalse();

    note(35_000);
    assertThat(warmth.isReached()).isTrue();
  }

  @Test
  void aServerThatDoesNothingIsSoonAsWarmAsItGets() {
    note(0, 0, 0);

    assertThat(warmth.isReached()).isTrue();
  }

  private void note(double... slices) {
    for (double slice : slices) {
      warmth.note(slice);
    }
  }
}
