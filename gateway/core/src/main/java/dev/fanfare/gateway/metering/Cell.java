package dev.fanfare.gateway.metering;

import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.UsageCell;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counts of one app in one minute. Adding is for any thread; everything else happens under the
 * lock of its {@link AppMeter}.
 */
final class Cell {
  private final long minute;
  private final LongAdder published = new LongAdder();
  private final LongAdder publishedBytes = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder deliveredBytes = new LongAdder();
  private int peak;
  private Optional<UsageCell> drained = Optional.empty();

  Cell(long minute, int open) {
    this.minute = minute;
    this.peak = open;
  }

  long minute() {
    return minute;
  }

  void published(long messages, long bytes) {
    published.add(messages);
    publishedBytes.add(bytes);
  }

  void delivered(long messages, long bytes) {
    delivered.add(messages);
    deliveredBytes.add(bytes);
  }

  void sample(int open) {
    peak = Math.max(peak, open);
  }

  boolean isEmpty() {
    return published.sum() == 0 && delivered.sum() == 0 && peak == 0;
  }

  /** The counts, when there are any and they differ from the last time. */
  Optional<UsageCell> changed(long boot, AppId app) {
    if (isEmpty()) {
      return Optional.empty();
    }
    UsageCell now =
        new UsageCell(
            boot,
            app,
            minute,
            published.sum(),
            publishedBytes.sum(),
            delivered.sum(),
            deliveredBytes.sum(),
            peak);
    if (drained.filter(now::equals).isPresent()) {
      return Optional.empty();
    }
    drained = Optional.of(now);
    return drained;
  }
}
