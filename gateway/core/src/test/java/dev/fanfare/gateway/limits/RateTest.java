package dev.fanfare.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class RateTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void twoSecondsWorthMayComeAtOnce() {
    Rate rate = new Rate(10);

    assertThat(rate.tryTake(20, 0)).isZero();
    assertThat(rate.tryTake(1, 0)).isEqualTo(SECOND / 10);
    assertThat(rate.tryTake(1, SECOND / 10 - 1)).isEqualTo(1);
    assertThat(rate.tryTake(1, SECOND / 10)).isZero();
  }

  @Test
  void aBatchIsTakenWholeOrNotAtAll() {
    Rate rate = new Rate(10);

    assertThat(rate.tryTake(15, 0)).isZero();
    assertThat(rate.tryTake(6, 0)).isEqualTo(SECOND / 10);
    assertThat(rate.tryTake(5, 0)).isZero();
  }

  @Test
  void aBatchLargerThanTheBurstWaitsForAFullBucketAndIsPaidForAfterwards() {
    Rate rate = new Rate(10);

    assertThat(rate.tryTake(100, 0)).isZero();
    assertThat(rate.tryTake(1, 0)).isEqualTo(8 * SECOND + SECOND / 10);
    assertThat(rate.tryTake(100, 9 * SECOND)).isEqualTo(SECOND);
    assertThat(rate.tryTake(100, 10 * SECOND)).isZero();
  }

  @Test
  void aRateOfZeroLetsNothingThrough() {
    Rate rate = new Rate(0);

    assertThat(rate.tryTake(1, 0)).isPositive();
    assertThat(rate.tryTake(1, Long.MAX_VALUE)).isPositive();
  }

  @Test
  void aRateBelowZeroIsAMistake() {
    assertThatThrownBy(() -> new Rate(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theClockMayStartAnywhereAndWrapAround() {
    for (long start : List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE - SECOND)) {
      Rate rate = new Rate(1);

      assertThat(rate.tryTake(2, start)).isZero();
      assertThat(rate.tryTake(1, start)).isEqualTo(SECOND);
      assertThat(rate.tryTake(2, start + 2 * SECOND)).isZero();
    }
  }

  @Test
  void theGreatestNumbersDoNotOverflow() {
    Rate rate = new Rate(1);

    assertThat(rate.tryTake(Integer.MAX_VALUE, 0)).isZero();
    assertThat(rate.tryTake(Integer.MAX_VALUE, SECOND)).isEqualTo((Integer.MAX_VALUE - 1) * SECOND);
  }

  /** The oracle refills a bucket with tokens, as textbooks do. */
  @Property
  void isATokenBucket(
      @ForAll @IntRange(min = 1, max = 100_000) int perSecond,
      @ForAll @Size(max = 50) List<@LongRange(min = 0, max = 3_000_000_000L) Long> pauses,
      @ForAll @Size(min = 50, max = 50) List<@IntRange(min = 1, max = 300) Integer> counts) {
    Rate rate = new Rate(perSecond);
    double burst = 2.0 * perSecond;
    double tokens = burst;
    long now = 0;
    for (int i = 0; i < pauses.size(); i++) {
      now += pauses.get(i);
      tokens = Math.min(burst, tokens + pauses.get(i) * (double) perSecond / SECOND);
      double need = Math.min(counts.get(i), burst);
      boolean taken = rate.tryTake(counts.get(i), now) == 0;
      double slack = 0.001 * (i + 1);
      if (taken) {
        assertThat(tokens).isGreaterThanOrEqualTo(need - slack);
        tokens -= counts.get(i);
      } else {
        assertThat(tokens).isLessThan(need + slack);
      }
    }
  }

  @Property
  void waitingAsLongAsToldIsEnough(
      @ForAll @IntRange(min = 1, max = 10_000_000) int perSecond,
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 5_000) Integer> counts) {
    Rate rate = new Rate(perSecond);
    long now = 0;
    for (int count : counts) {
      long wait = rate.tryTake(count, now);
      if (wait > 0) {
        assertThat(rate.tryTake(count, now + wait - 1)).isPositive();
        now += wait;
        assertThat(rate.tryTake(count, now)).isZero();
      }
    }
  }
}
