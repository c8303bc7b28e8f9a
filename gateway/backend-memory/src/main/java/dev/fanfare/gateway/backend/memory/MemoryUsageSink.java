package dev.fanfare.gateway.backend.memory;

import dev.fanfare.gateway.port.UsageSink;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.UsageCell;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Usage in memory: of each cell the greatest counts that were put. At most {@code maxCells} are
 * kept; the cells of the oldest minutes go first.
 */
public final class MemoryUsageSink implements UsageSink {
  private static final Comparator<Cell> OLDEST_FIRST =
      Comparator.comparingLong(Cell::minute)
          .thenComparing(cell -> cell.app().text())
          .thenComparingLong(Cell::boot);

  private final int maxCells;
  private final TreeMap<Cell, UsageCell> cells = new TreeMap<>(OLDEST_FIRST);

  /** A sink that keeps this many cells. */
  public MemoryUsageSink(int maxCells) {
    this.maxCells = maxCells;
  }

  @Override
  public synchronized Future<Void> put(List<UsageCell> put) {
    for (UsageCell cell : put) {
      cells.merge(
          new Cell(cell.minute(), cell.app(), cell.boot()), cell, MemoryUsageSink::greatest);
      if (cells.size() > maxCells) {
        cells.pollFirstEntry();
      }
    }
    return Future.succeededFuture();
  }

  /** What is known of an app in a minute since 1970: a cell for each process. */
  public synchronized List<UsageCell> cells(AppId app, long minute) {
    Cell first = new Cell(minute, app, Long.MIN_VALUE);
    Cell last = new Cell(minute, app, Long.MAX_VALUE);
    return List.copyOf(cells.subMap(first, true, last, true).values());
  }

  private static UsageCell greatest(UsageCell one, UsageCell other) {
    return new UsageCell(
        one.boot(),
        one.app(),
        one.minute(),
        Math.max(one.published(), other.published()),
        Math.max(one.publishedBytes(), other.publishedBytes()),
        Math.max(one.delivered(), other.delivered()),
        Math.max(one.deliveredBytes(), other.deliveredBytes()),
        Math.max(one.connectionsPeak(), other.connectionsPeak()));
  }

  private record Cell(long minute, AppId app, long boot) {}
}
