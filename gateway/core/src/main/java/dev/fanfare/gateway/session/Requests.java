package dev.fanfare.gateway.session;

import dev.fanfare.gateway.auth.Caller;
import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.session.Identity.Member;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the client of a session asks for, and what it has going by it: its subscriptions and its
 * presence entries. Each command is answered under its tag, once, unless the session ends before.
 * On the session's loop.
 */
final class Requests {
  private final Session session;
  private final Sessions sessions;
  private final Identity identity;
  private final Subscriptions subscriptions;
  private final Entries entries;
  private @Nullable Asks asks; // made for the first question

  Requests(Session session, Sessions sessions, Identity identity, Encoding encoding) {
    this.session = session;
    this.sessions = sessions;
    this.identity = identity;
    this.subscriptions = new Subscriptions(session, encoding, sessions.channels());
    this.entries = new Entries(session, sessions.commands().presence());
  }

  /** Carries a command out, or refuses it. */
  void take(Command command, Object tag) {
    Optional<Member> who = identity.member();
    if (who.isPresent()) {
      session.worked(1);
      Optional<Fault> tooFast = ask(who.get(), command);
      if (tooFast.isPresent()) {
        refuse(tag, tooFast.get());
      } else {
        take(who.get(), command, tag);
      }
    } else if (command instanceof Command.Authenticate(Command.Presented credential)) {
      identity.authenticate(credential, tag);
    } else {
      refuse(tag, Fault.of(FaultCode.HELLO_EXPECTED));
    }
  }

  /** The limits of the app are others: how fast the client may ask is counted anew. */
  void beginCountingAnew() {
    asks = null;
  }

  /** Ends what the client's rights do not cover any more, and says so. */
  void endThoseNotAllowed(Member now) {
    subscriptions.endThoseNotAllowed(now);
    entries.abandonThoseNotAllowed(now);
  }

  /** The gateway goes on under another name. */
  void enterPresenceAgain() {
    entries.enterAgain();
  }

  /**
   * The session is over.
   *
   * @param grace for so long its presence entries stay, because the client may come back
   */
  void end(Duration grace) {
    subscriptions.endAll();
    entries.abandonAll(grace);
  }

  private Optional<Fault> ask(Member who, Command command) {
    Asks now = asks;
    if (now == null) {
      now = new Asks(who.app().limits());
      asks = now;
    }
    return now.take(command, sessions.monotonicNanos());
  }

  private void take(Member who, Command command, Object tag) {
    switch (command) {
      case Command.Authenticate(Command.Presented credential) ->
          identity.authenticate(credential, tag);
      case Command.Subscribe subscribe -> subscribe(who, subscribe, tag);
      case Command.Unsubscribe(ChannelName channel) -> {
        subscriptions.unsubscribe(channel);
        identity.dropProof(who, channel);
        session.tell(tag, new Result.Unsubscribed(channel));
      }
      case Command.EnterPresence enter -> enter(who, enter, tag);
      case Command.LeavePresence leave ->
          afterJoining(leave.channel(), tag, now -> entries.leave(caller(now), leave, tag));
      case Command.Publish publish ->
          afterJoining(publish.channel(), tag, now -> handle(now, publish, tag));
      case Command.ReadPresence read -> handle(who, read, tag);
      case Command.ReadHistory read -> handle(who, read, tag);
      case Command.ReadChannel read -> handle(who, read, tag);
      case Command.ListChannels list -> handle(who, list, tag);
      case Command.MakeTicket make -> handle(who, make, tag);
      case Command.Disconnect disconnect -> handle(who, disconnect, tag);
    }
  }

  /**
   * What changes a channel waits for a subscribe to it that was asked for before: who subscribes
   * and then publishes hears the own message.
   */
  private void afterJoining(ChannelName channel, Object tag, Consumer<Member> change) {
    boolean taken =
        subscriptions.afterJoining(
            channel, () -> identity.member().filter(now -> !session.ended()).ifPresent(change));
    if (!taken) {
      refuse(
          tag,
          Fault.of(
                  FaultCode.RATE_LIMITED,
                  "Too much waits for the subscription of this channel. Wait for its answer.")
              .retryAfter(Duration.ofMillis(100)));
    }
  }

  private void subscribe(Member who, Command.Subscribe subscribe, Object tag) {
    Optional<Fault> refusal =
        subscribe.proof().flatMap(proof -> identity.takeProof(who, subscribe.channel(), proof));
    if (refusal.isPresent()) {
      refuse(tag, refusal.get());
    } else {
      identity.member().ifPresent(now -> subscriptions.subscribe(now, subscribe, tag));
    }
  }

  private void enter(Member who, Command.EnterPresence enter, Object tag) {
    Optional<Fault> refusal =
        enter.proof().flatMap(proof -> identity.takeProof(who, enter.channel(), proof));
    if (refusal.isPresent()) {
      refuse(tag, refusal.get());
    } else {
      afterJoining(enter.channel(), tag, now -> entries.enter(caller(now), enter, tag));
    }
  }

  private void handle(Member who, Command command, Object tag) {
    sessions.commands().handle(caller(who), command, result -> session.answer(tag, result));
  }

  private Caller caller(Member who) {
    return new Caller(who.app(), who.grant(), Optional.of(session.id()), Optional.of(who.rate()));
  }

  private void refuse(Object tag, Fault fault) {
    session.tell(tag, new Result.Refused(fault));
  }
}
