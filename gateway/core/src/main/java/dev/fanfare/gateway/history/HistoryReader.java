package dev.fanfare.gateway.history;

import dev.fanfare.gateway.auth.Caller;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.protocol.Command.ReadHistory;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Operation;
import dev.fanfare.protocol.Result.HistoryPage;
import dev.fanfare.protocol.Result.OfReadHistory;
import dev.fanfare.protocol.Result.Refused;
import io.vertx.core.Future;
import java.time.Duration;

/** Reads pages of history. Any thread. */
public final class HistoryReader {
  /** The most messages of one page. */
  public static final int MAX_PAGE = 1_000;

  private final ChannelStore store;

  public HistoryReader(ChannelStore store) {
    this.store = store;
  }

  /** Reads a page; a greater limit than {@link #MAX_PAGE} is taken as that. */
  public Future<OfReadHistory> read(Caller caller, ReadHistory read) {
    if (!caller.grant().allows(Operation.HISTORY, read.channel())) {
      return Future.succeededFuture(
          new Refused(Fault.forbidden(Operation.HISTORY, read.channel())));
    }
    int limit = Math.clamp(read.limit(), 1, MAX_PAGE);
    return store
        .read(
            caller.key(read.channel()), new LogQuery.History(read.from(), read.direction(), limit))
        .map(
            reply ->
                (OfReadHistory)
                    new HistoryPage(
                        reply.entries().stream().map(Entry::message).toList(), reply.next()))
        .otherwise(new Refused(Fault.of(FaultCode.UNAVAILABLE).retryAfter(Duration.ofSeconds(1))));
  }
}
