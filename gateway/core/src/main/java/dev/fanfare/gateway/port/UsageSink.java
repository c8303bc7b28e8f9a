package dev.fanfare.gateway.port;

import dev.fanfare.protocol.UsageCell;
import io.vertx.core.Future;
import java.util.List;

/**
 * Takes what will be billed. Cells are absolute and only grow, so the same cell may be put any
 * number of times, late and out of order: a sink keeps the greatest of each count.
 *
 * <p><b>Threads.</b> Any; never blocks.
 */
public interface UsageSink {
  /** Merges cells into what is known. Completes when they are as safe as the sink promises. */
  Future<Void> put(List<UsageCell> cells);
}
