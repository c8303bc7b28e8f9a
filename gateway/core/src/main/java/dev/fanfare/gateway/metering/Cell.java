package dev.fanfare.gateway.metering;

import java.util.concurrent.atomic.LongAdder;

/**
 * The counts of one app in one minute. Whoever counts adds first and looks afterwards whether the
 * cell was closed; whoever closes it closes first and reads afterwards. So either the reading has
 * the count, or the one who counted knows that it may be missing and settles it under the lock of
 * the {@link AppMeter}.
 */
final class Cell {
  private final long minute;
  private final LongAdder published = new LongAdder();
  private final LongAdder publishedBytes = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder deliveredBytes = new LongAdder();
  private volatile boolean closed;

  // Under the lock of the app's meter:
  private int peak;
  private Counts drained = Counts.NONE;
  private int drainedPeak;

  Cell(long minute, int open) {
    this.minute = minute;
    this.peak = open;
  }

  long minute() {
    return minute;
  }

  /** False when the cell is closed: settle the count. */
  boolean add(Counts counts) {
    if (counts.published() != 0 || counts.publishedBytes() != 0) {
      published.add(counts.published());
      publishedBytes.add(counts.publishedBytes());
    }
    if (counts.delivered() != 0 || counts.deliveredBytes() != 0) {
      delivered.add(counts.delivered());
      deliveredBytes.add(counts.deliveredBytes());
    }
    return !closed;
  }

  void sample(int open) {
    peak = Math.max(peak, open);
  }

  int peak() {
    return peak;
  }

  void close() {
    closed = true;
  }

  void reopen() {
    closed = false;
  }

  boolean isClosed() {
    return closed;
  }

  Counts counts() {
    return new Counts(published.sum(), publishedBytes.sum(), delivered.sum(), deliveredBytes.sum());
  }

  boolean isEmpty() {
    return peak == 0 && counts().equals(Counts.NONE);
  }

  /** Whether these counts, or the peak, are more than was drained before; now they are drained. */
  boolean drain(Counts now) {
    boolean more = !now.equals(drained) || peak != drainedPeak;
    drained = now;
    drainedPeak = peak;
    return more;
  }

  /** What was added after the last draining; from now on it is somebody else's to count. */
  Counts takeLate() {
    Counts now = counts();
    Counts late = now.minus(drained);
    drained = now;
    return late;
  }
}
