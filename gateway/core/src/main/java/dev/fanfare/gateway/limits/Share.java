package dev.fanfare.gateway.limits;

/** What one app has taken. Any thread; the lock is held for a few additions only. */
final class Share {
  private long fullAt;
  private int connections;
  private boolean removed;

  /** What a share answers when it was removed meanwhile: ask the map for a fresh one. */
  static final long REMOVED = -1;

  /** 0 when taken, the nanoseconds to wait, or {@link #REMOVED}. */
  synchronized long takePublishes(long cost, long now) {
    if (removed) {
      return REMOVED;
    }
    long wait = Bucket.wait(fullAt, cost, now);
    if (wait == 0) {
      fullAt = Bucket.taken(fullAt, cost, now);
    }
    return wait;
  }

  /** 0 when taken, 1 when there are as many as may be, or {@link #REMOVED}. */
  synchronized long takeConnection(int limit) {
    if (removed) {
      return REMOVED;
    }
    if (connections >= limit) {
      return 1;
    }
    connections++;
    return 0;
  }

  synchronized void giveConnectionBack() {
    if (connections == 0) {
      throw new IllegalStateException("A connection was given back that was not taken");
    }
    connections--;
  }

  /** Removes the share if it says no more than a fresh one would. */
  synchronized boolean removeIfIdle(long now) {
    removed = connections == 0 && fullAt <= now;
    return removed;
  }
}
