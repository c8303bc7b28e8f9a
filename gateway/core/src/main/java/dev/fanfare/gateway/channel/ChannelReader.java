package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.auth.Caller;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.ListChannels;
import dev.fanfare.protocol.Command.ReadChannel;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Operation;
import dev.fanfare.protocol.Result.ChannelPage;
import dev.fanfare.protocol.Result.ChannelStatus;
import dev.fanfare.protocol.Result.OfListChannels;
import dev.fanfare.protocol.Result.OfReadChannel;
import dev.fanfare.protocol.Result.Refused;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Reads which channels there are, and how they stand. Any thread. */
public final class ChannelReader {
  /** The most channels of one page. */
  public static final int MAX_PAGE = 1_000;

  private final ChannelStore store;

  public ChannelReader(ChannelStore store) {
    this.store = store;
  }

  /** Reads one channel's state. */
  public Future<OfReadChannel> read(Caller caller, ReadChannel read) {
    if (!caller.grant().allows(Operation.CHANNEL_METADATA, read.channel())) {
      return Future.succeededFuture(
          new Refused(Fault.forbidden(Operation.CHANNEL_METADATA, read.channel())));
    }
    return store
        .read(caller.key(read.channel()), new LogQuery.Status())
        .map(state -> (OfReadChannel) status(read.channel(), state))
        .otherwise(new Refused(Membership.unavailable()));
  }

  /**
   * Lists those channels that the caller may know of. A page may be short although a next one
   * follows.
   */
  public Future<OfListChannels> list(Caller caller, ListChannels list) {
    if (!caller.grant().allowsSomewhere(Operation.CHANNEL_METADATA)) {
      return Future.succeededFuture(
          new Refused(
              Fault.of(
                  FaultCode.FORBIDDEN,
                  "The credential does not allow 'channel-metadata' in any channel.")));
    }
    int limit = Math.clamp(list.limit(), 1, MAX_PAGE);
    return store
        .list(caller.app().id(), list.prefix(), list.after(), limit)
        .map(
            listed -> {
              List<ChannelStatus> visible =
                  listed.stream()
                      .filter(
                          one -> caller.grant().allows(Operation.CHANNEL_METADATA, one.channel()))
                      .map(one -> status(one.channel(), one.state()))
                      .toList();
              Optional<ChannelName> next =
                  listed.size() < limit
                      ? Optional.empty()
                      : Optional.of(listed.get(listed.size() - 1).channel());
              return (OfListChannels) new ChannelPage(visible, next);
            })
        .otherwise(new Refused(Membership.unavailable()));
  }

  private static ChannelStatus status(ChannelName channel, LogQuery.State state) {
    return new ChannelStatus(
        channel,
        state.head().top(),
        state.subscribers(),
        state.presenceMembers(),
        state.presenceClients(),
        state.last().map(Entry::message));
  }
}
