package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.log.Entry;

/**
 * The last ephemeral messages of a channel, so that one which comes twice is told once: from this
 * gateway's publisher and from the bus, or because the bus repeats it. They have no place in the
 * order; their bytes, with the microsecond in them, tell them apart. Of {@link #MOST} messages
 * before the last nothing is known any more.
 *
 * <p><b>Threads.</b> Not thread-safe: its owner lets one thread in at a time.
 */
final class Ephemerals {
  static final int MOST = 128;

  private final long[] seen = new long[MOST];
  private int next;

  /** Whether it was not seen before; from now on it was. */
  boolean isNew(Entry entry) {
    long mark = mark(entry);
    for (long each : seen) {
      if (each == mark) {
        return false;
      }
    }
    seen[next] = mark;
    next = (next + 1) % MOST;
    return true;
  }

  private static long mark(Entry entry) {
    long mark = entry.timeMicros() ^ ((long) entry.hashCode() << 32);
    return mark == 0 ? 1 : mark;
  }
}
