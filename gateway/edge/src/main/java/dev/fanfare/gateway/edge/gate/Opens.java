package dev.fanfare.gateway.edge.gate;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How fast conversations may be opened, all loops together: a bucket of two seconds' worth, half of
 * which is kept for clients that come back. After a crash of a neighbour those who were there
 * before get in ahead of those who were not.
 *
 * <p>Any thread; blocks nobody.
 */
final class Opens {
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long ALL_NANOS = 2 * SECOND_NANOS;
  private static final long FOR_NEWCOMERS_NANOS = ALL_NANOS / 2;

  private final long costNanos;
  private final LongSupplier nanoTime;
  private final long startNanos;
  // When the bucket will be full again (GCRA); nothing is to be refilled while nobody comes.
  private final AtomicLong fullAt = new AtomicLong();

  /** A full bucket. */
  Opens(int perSecond, LongSupplier nanoTime) {
    this.costNanos = Math.max(1, SECOND_NANOS / perSecond);
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  /** Takes one, or nothing. */
  boolean take(boolean comesBack) {
    long bound = comesBack ? ALL_NANOS : FOR_NEWCOMERS_NANOS;
    while (true) {
      long now = nanoTime.getAsLong() - startNanos;
      long before = fullAt.get();
      long after = Math.max(before, now) + costNanos;
      if (after - now > bound) {
        return false;
      }
      if (fullAt.compareAndSet(before, after)) {
        return true;
      }
    }
  }
}
