package dev.fanfare.gateway.metering;

import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.UsageCell;
import java.util.ArrayList;
import java.util.List;

/**
 * The cells of one app: the minute's, and those that are over and not drained yet. Counting traffic
 * takes no lock except in the moment in which a minute ends or the app is removed.
 */
final class AppMeter {
  private final AppId app;
  private final List<Cell> over = new ArrayList<>(1);
  private volatile Cell current;
  private volatile boolean removed;
  private int open;

  AppMeter(AppId app, long minute) {
    this.app = app;
    this.current = new Cell(minute, 0);
  }

  /** Counts, and answers what has to be counted again because it came too late here. */
  Counts count(long minute, Counts counts) {
    Cell cell = current;
    if (minute > cell.minute()) {
      cell = begin(minute);
    }
    return cell.add(counts) ? Counts.NONE : settle(cell);
  }

  /** False when the app was removed meanwhile. */
  synchronized boolean connectionOpened(long minute) {
    if (!removed) {
      open++;
      begin(minute).sample(open);
    }
    return !removed;
  }

  synchronized void connectionClosed() {
    open = Math.max(0, open - 1);
  }

  boolean isRemoved() {
    return removed;
  }

  /** Adds the cells that changed; answers whether the app was idle and is removed. */
  synchronized boolean drain(long boot, long minute, List<UsageCell> changed) {
    begin(minute);
    over.forEach(cell -> drain(cell, boot, changed));
    boolean idle = over.isEmpty() && open == 0 && closeIfEmpty(current);
    over.clear();
    if (idle) {
      removed = true;
    } else {
      drain(current, boot, changed);
    }
    return idle;
  }

  private void drain(Cell cell, long boot, List<UsageCell> changed) {
    Counts counts = cell.counts();
    if (cell.drain(counts)) {
      changed.add(
          new UsageCell(
              boot,
              app,
              cell.minute(),
              counts.published(),
              counts.publishedBytes(),
              counts.delivered(),
              counts.deliveredBytes(),
              cell.peak()));
    }
  }

  private static boolean closeIfEmpty(Cell cell) {
    cell.close();
    if (cell.isEmpty()) {
      return true;
    }
    cell.reopen();
    return false;
  }

  private synchronized Cell begin(long minute) {
    if (minute > current.minute() && !removed) {
      current.close();
      over.add(current);
      current = new Cell(minute, open);
    }
    return current;
  }

  /** A cell that is open again, or is still to be drained, keeps what was added. */
  private synchronized Counts settle(Cell cell) {
    return cell.isClosed() && !over.contains(cell) ? cell.takeLate() : Counts.NONE;
  }
}
