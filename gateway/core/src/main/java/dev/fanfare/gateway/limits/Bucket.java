package dev.fanfare.gateway.limits;

/**
 * The arithmetic of a token bucket that holds two seconds' worth, kept as one number: the time at
 * which it would be full again (GCRA). A change of the rate therefore needs no conversion, and an
 * idle bucket no refilling.
 *
 * <p>Times are nanoseconds since a start of the keeper's own, so that they compare.
 */
final class Bucket {
  /** How much may be taken at once: this time's worth. */
  static final long BURST_NANOS = 2_000_000_000L;

  /** The wait where nothing is ever allowed; the rate may change meanwhile. */
  static final long NEVER_NANOS = 60_000_000_000L;

  private static final long SECOND_NANOS = 1_000_000_000L;

  private Bucket() {}

  /** What taking so many costs, in nanoseconds; at least 1. */
  static long cost(int count, int perSecond) {
    // Rounded down: the last of a whole burst must not fail for the roundings of the others.
    return Math.max(1, count * SECOND_NANOS / perSecond);
  }

  /**
   * How long to wait before this may be taken; 0: now. What is larger than the whole bucket may be
   * taken when the bucket is full, and is paid for afterwards: else it could never be taken.
   */
  static long wait(long fullAt, long cost, long now) {
    return Math.max(0, Math.max(fullAt, now) + Math.min(cost, BURST_NANOS) - BURST_NANOS - now);
  }

  /** When the bucket is full again after this was taken. */
  static long taken(long fullAt, long cost, long now) {
    return Math.max(fullAt, now) + cost;
  }
}
