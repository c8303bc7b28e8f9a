package dev.fanfare.gateway.metering;

import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.UsageCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cells of one app. Counting takes no lock: it adds to the minute's cell, and looks afterwards
 * whether the app was removed meanwhile, while removal marks first and looks for counts afterwards.
 * One of the two sees the other, so that nothing is lost and nothing counted twice.
 */
final class AppMeter {
  /** A cell stays this many minutes after its own, for whoever has just taken it to add to it. */
  private static final int KEPT_MINUTES = 2;

  private final AppId app;
  private final List<Cell> past = new ArrayList<>(KEPT_MINUTES);
  private volatile Cell current;
  private volatile boolean removed;
  private int open;

  AppMeter(AppId app, long minute) {
    this.app = app;
    this.current = new Cell(minute, 0);
  }

  /** False when the app was removed: count again, in a fresh one. */
  boolean published(long minute, long messages, long bytes) {
    at(minute).published(messages, bytes);
    return !removed || !surelyRemoved();
  }

  /** False when the app was removed: count again, in a fresh one. */
  boolean delivered(long minute, long messages, long bytes) {
    at(minute).delivered(messages, bytes);
    return !removed || !surelyRemoved();
  }

  /** False when the app was removed: count again, in a fresh one. */
  synchronized boolean connectionOpened(long minute) {
    open++;
    at(minute).sample(open);
    return !removed;
  }

  synchronized void connectionClosed() {
    open = Math.max(0, open - 1);
  }

  /** Adds the cells that changed, and removes the app when it was idle for long enough. */
  synchronized boolean drain(long boot, long minute, List<UsageCell> changed) {
    Cell now = at(minute);
    removed = open == 0 && !past.isEmpty();
    boolean idle = removed && now.isEmpty() && past.stream().allMatch(Cell::isEmpty);
    removed = idle;
    if (idle) {
      return true;
    }
    past.removeIf(
        cell -> !addIfChanged(cell, boot, changed) && minute - cell.minute() >= KEPT_MINUTES);
    addIfChanged(now, boot, changed);
    return false;
  }

  private boolean addIfChanged(Cell cell, long boot, List<UsageCell> changed) {
    Optional<UsageCell> counts = cell.changed(boot, app);
    counts.ifPresent(changed::add);
    return counts.isPresent();
  }

  /** The removal that is under way may yet find a count and be called off. */
  private synchronized boolean surelyRemoved() {
    return removed;
  }

  private Cell at(long minute) {
    Cell cell = current;
    return minute <= cell.minute() ? cell : next(minute);
  }

  private synchronized Cell next(long minute) {
    if (minute > current.minute()) {
      past.add(current);
      current = new Cell(minute, open);
    }
    return current;
  }
}
