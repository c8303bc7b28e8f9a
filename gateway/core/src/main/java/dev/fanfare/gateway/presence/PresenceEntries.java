package dev.fanfare.gateway.presence;

import dev.fanfare.gateway.auth.Caller;
import dev.fanfare.gateway.limits.NoRoom;
import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.LogChange.Present;
import dev.fanfare.gateway.log.LogChange.PresentReply;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.log.Room;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.EnterPresence;
import dev.fanfare.protocol.Command.LeavePresence;
import dev.fanfare.protocol.Command.ReadPresence;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Operation;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.OfPresenceChange;
import dev.fanfare.protocol.Result.OfReadPresence;
import dev.fanfare.protocol.Result.PresenceChanged;
import dev.fanfare.protocol.Result.Refused;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The presence of channels: who enters, changes, leaves, and who is there. Any thread. */
public final class PresenceEntries {
  /** The most entries of one page. */
  public static final int MAX_PAGE = 1_000;

  private final ChannelStore store;
  private final BiConsumer<ChannelKey, List<Entry>> fanOut;
  private final Time time;
  private final Incarnation incarnation;

  /**
   * @param fanOut brings stored entries to subscribers
   * @param incarnation the gateway that answers for these connections' lives
   */
  public PresenceEntries(
      ChannelStore store,
      BiConsumer<ChannelKey, List<Entry>> fanOut,
      Time time,
      Incarnation incarnation) {
    this.store = store;
    this.fanOut = fanOut;
    this.time = time;
    this.incarnation = incarnation;
  }

  /** Enters, or changes what is there; on the loop of the caller's connection. */
  public void enter(Caller caller, EnterPresence enter, Consumer<OfPresenceChange> answer) {
    Identity identity = identity(caller, enter.channel(), enter.client());
    switch (identity) {
      case Identity.Unclear(Fault fault) -> answer.accept(new Refused(fault));
      case Identity.Of(ClientId client, ConnectionId connection) -> {
        Optional<Fault> refusal =
            refusal(caller, enter.channel(), enter.data()).or(() -> tooFast(caller));
        if (refusal.isPresent()) {
          answer.accept(new Refused(refusal.get()));
        } else {
          apply(
              caller.app(),
              enter.channel(),
              new Who(Present.Kind.ENTER, client, connection, enter.data()),
              enter.most().orElse(Integer.MAX_VALUE),
              answer);
        }
      }
    }
  }

  /**
   * Leaves; on the loop of the caller's connection.
   *
   * @param entered whether it may be there. Leaves are not limited, so that nobody must stay, but
   *     one of what was never entered is: it would cost the store as much
   */
  public void leave(
      Caller caller, LeavePresence leave, boolean entered, Consumer<OfPresenceChange> answer) {
    switch (identity(caller, leave.channel(), leave.client())) {
      case Identity.Unclear(Fault fault) -> answer.accept(new Refused(fault));
      case Identity.Of(ClientId client, ConnectionId connection) -> {
        Optional<Fault> refusal =
            tooLarge(caller, leave.data()).or(() -> entered ? Optional.empty() : tooFast(caller));
        if (refusal.isPresent()) {
          answer.accept(new Refused(refusal.get()));
        } else {
          apply(
              caller.app(),
              leave.channel(),
              new Who(Present.Kind.LEAVE, client, connection, leave.data()),
              Integer.MAX_VALUE,
              answer);
        }
      }
    }
  }

  /**
   * Ends an entry of a connection that is gone, or may not have it any more. When that is refused
   * the entry may still be there, and it makes sense to try again.
   */
  public void abandon(
      App app,
      ChannelName channel,
      ClientId client,
      ConnectionId connection,
      Consumer<OfPresenceChange> answer) {
    apply(
        app,
        channel,
        new Who(Present.Kind.LEAVE, client, connection, Optional.empty()),
        Integer.MAX_VALUE,
        answer);
  }

  /**
   * Puts an entry back that was there under this gateway's former name. When that is refused it
   * makes sense to try again.
   */
  public void restore(
      App app,
      ChannelName channel,
      ClientId client,
      ConnectionId connection,
      Optional<Payload> data,
      Consumer<OfPresenceChange> answer) {
    apply(
        app,
        channel,
        new Who(Present.Kind.ENTER, client, connection, data),
        Integer.MAX_VALUE,
        answer);
  }

  /** Reads a page. */
  public Future<OfReadPresence> read(Caller caller, ReadPresence read) {
    boolean allowed =
        caller.grant().allows(Operation.PRESENCE, read.channel())
            || caller.grant().allows(Operation.SUBSCRIBE, read.channel());
    if (!allowed) {
      return Future.succeededFuture(
          new Refused(Fault.forbidden(Operation.PRESENCE, read.channel())));
    }
    int limit = Math.clamp(read.limit(), 1, MAX_PAGE);
    return store
        .read(
            caller.key(read.channel()), new LogQuery.Presence(read.client(), limit, read.cursor()))
        .map(page -> (OfReadPresence) page)
        .otherwise(new Refused(unavailable()));
  }

  private void apply(
      App app, ChannelName channel, Who who, int most, Consumer<OfPresenceChange> answer) {
    if (!incarnation.holds()) {
      // The store may hold this gateway for dead: what it would write now could be a ghost.
      answer.accept(new Refused(unavailable()));
      return;
    }
    ChannelKey key = new ChannelKey(app.id(), channel);
    Bounds bounds =
        Bounds.of(
            app.ruleOf(channel),
            Math.min(most, app.limits().presenceMembers()),
            app.limits().appPublishesPerSecond());
    store
        .apply(
            key,
            new Present(who.kind, who.client, who.connection, incarnation.id(), who.data, bounds))
        .onComplete(
            reply -> {
              switch (reply) {
                case PresentReply.Changed(Entry entry) -> {
                  answer.accept(new PresenceChanged(channel, entry.position()));
                  fanOut.accept(key, List.of(entry));
                }
                case PresentReply.Unchanged(Position position) ->
                    answer.accept(new PresenceChanged(channel, position));
                case PresentReply.Full(int members, int entries) ->
                    answer.accept(
                        new Refused(
                            Fault.of(
                                FaultCode.LIMIT_REACHED,
                                "The channel's presence is full: "
                                    + members
                                    + " members with "
                                    + entries
                                    + " entries. Wait until somebody leaves, or raise the app's"
                                    + " limit.")));
                case PresentReply.NoLog(Room why) ->
                    answer.accept(new Refused(NoRoom.fault(why, app.limits().channels())));
                case PresentReply.Unavailable() -> answer.accept(new Refused(unavailable()));
              }
            },
            failure ->
                answer.accept(
                    new Refused(
                        Fault.of(FaultCode.OUTCOME_UNKNOWN).retryAfter(Duration.ofSeconds(1)))));
  }

  private static Optional<Fault> refusal(
      Caller caller, ChannelName channel, Optional<Payload> data) {
    ChannelRule rule = caller.app().ruleOf(channel);
    if (!rule.presence().enabled()) {
      return Optional.of(
          Fault.of(
              FaultCode.UNSUPPORTED,
              "A rule of the app switches presence off in channel '" + channel + "'."));
    }
    return tooLarge(caller, data);
  }

  /** A change goes to as many subscribers as a message does, and counts as one. */
  private Optional<Fault> tooFast(Caller caller) {
    long nanos = caller.rate().map(rate -> rate.tryTake(1, time.monotonicNanos())).orElse(0L);
    return nanos == 0
        ? Optional.empty()
        : Optional.of(
            Fault.of(
                    FaultCode.RATE_LIMITED,
                    "This connection may publish "
                        + caller.app().limits().publishesPerSecond()
                        + " messages a second; changes of presence count as messages. Wait for the"
                        + " stated time.")
                .retryAfter(Duration.ofMillis(Math.ceilDiv(nanos, 1_000_000))));
  }

  private static Optional<Fault> tooLarge(Caller caller, Optional<Payload> data) {
    int bytes = data.map(payload -> payload.bytes().length).orElse(0);
    int most = caller.app().limits().presenceDataBytes();
    return bytes <= most
        ? Optional.empty()
        : Optional.of(
            Fault.of(
                FaultCode.MESSAGE_TOO_LARGE,
                "The app allows " + most + " bytes of presence data; these are " + bytes + "."));
  }

  /** A token speaks for its own client id; an API key for whomever it names. */
  private static Identity identity(Caller caller, ChannelName channel, Optional<ClientId> asked) {
    if (!caller.grant().allows(Operation.PRESENCE, channel)) {
      return new Identity.Unclear(Fault.forbidden(Operation.PRESENCE, channel));
    }
    if (caller.connection().isEmpty()) {
      return new Identity.Unclear(
          Fault.of(
              FaultCode.UNSUPPORTED,
              "Presence belongs to a connection. Enter over a WebSocket, not over one request."));
    }
    ConnectionId connection = caller.connection().get();
    Optional<ClientId> own = caller.grant().clientIn(channel);
    if (own.isPresent() && asked.filter(other -> !other.equals(own.get())).isPresent()) {
      return new Identity.Unclear(
          Fault.of(
              FaultCode.IDENTITY_MISMATCH,
              "The token speaks for another client id. Leave the client id out."));
    }
    if (own.isEmpty() && (asked.isEmpty() || !caller.grant().ofKey())) {
      return new Identity.Unclear(
          Fault.of(
              FaultCode.IDENTITY_MISMATCH,
              "Presence needs a client id. Use a token with a 'sub', or name a client with an API"
                  + " key."));
    }
    return new Identity.Of(own.or(() -> asked).orElseThrow(), connection);
  }

  private static Fault unavailable() {
    return Fault.of(FaultCode.UNAVAILABLE).retryAfter(Duration.ofSeconds(1));
  }

  private sealed interface Identity {
    record Of(ClientId client, ConnectionId connection) implements Identity {}

    record Unclear(Fault fault) implements Identity {}
  }

  private record Who(
      Present.Kind kind, ClientId client, ConnectionId connection, Optional<Payload> data) {}
}
