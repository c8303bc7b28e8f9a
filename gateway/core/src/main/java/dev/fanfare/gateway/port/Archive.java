package dev.fanfare.gateway.port;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.LogQuery.HistoryReply;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Position;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the history of channels beyond what their logs keep. It is a reader of the log: nothing
 * waits for it.
 *
 * <p><b>Threads.</b> Any; never blocks.
 */
public interface Archive {

  /**
   * Keeps entries. An entry is the same one when app, channel, epoch and offset are: kept twice, it
   * is there once. Completes when they are durable.
   */
  Future<Void> append(ChannelKey key, List<Entry> entries);

  /** A page, as {@link dev.fanfare.gateway.log.LogQuery.History} describes it. */
  Future<HistoryReply> read(
      ChannelKey key, Optional<Position> from, Direction direction, int limit);
}
