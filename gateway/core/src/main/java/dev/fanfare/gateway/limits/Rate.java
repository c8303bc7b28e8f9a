package dev.fanfare.gateway.limits;

/**
 * How fast one connection may publish: a token bucket with a burst of two seconds' worth. A batch
 * larger than that goes through when nothing was taken before, and is paid for afterwards.
 *
 * <p>Belongs to one loop; allocates nothing.
 */
public final class Rate {
  private final int perSecond;
  private boolean started;
  private long startNanos;
  private long fullAt;

  /** A full bucket that refills at this rate; 0 never lets anything through. */
  public Rate(int perSecond) {
    if (perSecond < 0) {
      throw new IllegalArgumentException("A rate is 0 or more; this is not: " + perSecond);
    }
    this.perSecond = perSecond;
  }

  /**
   * Takes all of {@code count}, or nothing.
   *
   * @param count 1 or more
   * @param nowNanos monotonic time
   * @return 0 when taken, else the nanoseconds after which trying again makes sense
   */
  public long tryTake(int count, long nowNanos) {
    if (perSecond == 0) {
      return Bucket.NEVER_NANOS;
    }
    if (!started) {
      started = true;
      startNanos = nowNanos;
    }
    long now = nowNanos - startNanos;
    long cost = Bucket.cost(count, perSecond);
    long wait = Bucket.wait(fullAt, cost, now);
    if (wait == 0) {
      fullAt = Bucket.taken(fullAt, cost, now);
    }
    return wait;
  }
}
