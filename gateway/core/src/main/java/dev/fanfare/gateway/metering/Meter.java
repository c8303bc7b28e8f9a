package dev.fanfare.gateway.metering;

import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.UsageCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what this process does for each app and minute, in cells that only grow. The minute never
 * goes back, whatever the wall clock does: a minute that was reported is not begun again.
 *
 * <p>Apps that were idle for two minutes are forgotten. Of more apps at once than there is room
 * for, the rest is not counted, and {@link #uncounted} says so: usage is never above the truth.
 *
 * <p><b>Threads.</b> Any; counting takes no lock.
 */
public final class Meter {
  private static final int MAX_APPS = 100_000;
  private static final long MINUTE_MICROS = 60_000_000;

  private final long boot;
  private final Time time;
  private final int maxApps;
  private final Map<AppId, AppMeter> apps = new ConcurrentHashMap<>();
  private final AtomicLong latestMinute = new AtomicLong();
  private final LongAdder uncounted = new LongAdder();

  /**
   * Nothing is counted yet.
   *
   * @param boot names the process, random at each start
   */
  public Meter(long boot, Time time) {
    this(boot, time, MAX_APPS);
  }

  Meter(long boot, Time time, int maxApps) {
    this.boot = boot;
    this.time = time;
    this.maxApps = maxApps;
  }

  /** Messages were taken from publishers; bytes are their payloads. */
  public void published(AppId app, long messages, long bytes) {
    count(app, Counts.published(messages, bytes));
  }

  /** Messages were written to sockets; bytes are their frames'. */
  public void delivered(AppId app, long messages, long bytes) {
    count(app, Counts.delivered(messages, bytes));
  }

  /** A connection of the app is open from now on. */
  public void connectionOpened(AppId app) {
    long minute = minute();
    Optional<AppMeter> of = find(app);
    while (of.isPresent() && !of.get().connectionOpened(minute)) {
      of = find(app);
    }
  }

  /** A connection of the app is not open any more. */
  public void connectionClosed(AppId app) {
    AppMeter of = apps.get(app);
    if (of != null) {
      of.connectionClosed();
    }
  }

  /**
   * The cells that changed since the last call, with their whole counts. An app with open
   * connections has a cell in each minute in which this is called.
   */
  public List<UsageCell> drain() {
    long minute = minute();
    List<UsageCell> changed = new ArrayList<>();
    apps.values().removeIf(of -> of.drain(boot, minute, changed));
    return changed;
  }

  /** How many counts were left out because there were too many apps. */
  public long uncounted() {
    return uncounted.sum();
  }

  private void count(AppId app, Counts counts) {
    Counts left = counts;
    while (!left.equals(Counts.NONE)) {
      long minute = minute();
      Optional<AppMeter> of = find(app);
      left = of.isPresent() ? of.get().count(minute, left) : Counts.NONE;
    }
  }

  /** The app's meter; empty, and that is counted, when there is no room for it. */
  private Optional<AppMeter> find(AppId app) {
    AppMeter known = apps.get(app);
    if (known != null && !known.isRemoved()) {
      return Optional.of(known);
    }
    if (known == null && apps.size() >= maxApps) {
      uncounted.increment();
      return Optional.empty();
    }
    return Optional.of(
        apps.compute(app, (id, there) -> there == null || there.isRemoved() ? begin(id) : there));
  }

  /** Not with the caller's minute: it may be one that the app's last meter has reported. */
  private AppMeter begin(AppId app) {
    return new AppMeter(app, latestMinute.get());
  }

  private long minute() {
    long now = time.wallMicros() / MINUTE_MICROS;
    long latest = latestMinute.get();
    return now <= latest ? latest : latestMinute.accumulateAndGet(now, Math::max);
  }
}
