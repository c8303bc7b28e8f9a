package dev.fanfare.gateway.session;

import dev.fanfare.gateway.auth.Caller;
import dev.fanfare.gateway.presence.PresenceEntries;
import dev.fanfare.gateway.session.Identity.Member;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.EnterPresence;
import dev.fanfare.protocol.Command.LeavePresence;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Operation;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The presence entries of one session: what it entered it leaves when it goes. Whatever may have
 * been entered counts, also while nobody knows: a leave too many changes nothing, one too few would
 * leave a ghost. On its loop.
 */
final class Entries {
  /** More than any client needs, and few enough to remember. */
  static final int MAX_ENTRIES = 10_000;

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofSeconds(30);

  private final Session session;
  private final PresenceEntries presence;

  /** What may be there, and the last request about it. */
  private final Map<Entry, Asked> entered = new HashMap<>(2);

  private long requests;

  Entries(Session session, PresenceEntries presence) {
    this.session = session;
    this.presence = presence;
  }

  /** Enters. It counts as entered from here on, so that a connection that dies meanwhile leaves. */
  void enter(Caller caller, EnterPresence enter, Object tag) {
    if (entered.size() >= MAX_ENTRIES) {
      session.answer(
          tag,
          new Result.Refused(
              Fault.of(
                  FaultCode.LIMIT_REACHED,
                  "A connection may have "
                      + MAX_ENTRIES
                      + " presence entries. Leave some, or open a second connection.")));
      return;
    }
    Optional<Request> request = begin(entry(caller, enter.channel(), enter.client()), enter.data());
    presence.enter(
        caller,
        enter,
        result -> {
          onLoop(() -> request.ifPresent(it -> entered(it, result)));
          session.answer(tag, result);
        });
  }

  /** Leaves. It counts as entered until that is done. */
  void leave(Caller caller, LeavePresence leave, Object tag) {
    Optional<Entry> entry = entry(caller, leave.channel(), leave.client());
    Optional<Request> request =
        entry.flatMap(
            known ->
                Optional.ofNullable(entered.get(known))
                    .flatMap(asked -> begin(Optional.of(known), asked.data)));
    presence.leave(
        caller,
        leave,
        request.isPresent(),
        result -> {
          onLoop(() -> request.ifPresent(it -> left(it, result)));
          session.answer(tag, result);
        });
  }

  /**
   * The connection is gone: its entries go too, after a time in which the client may come back
   * under its name.
   */
  void abandonAll(Duration grace) {
    List<Entry> left = List.copyOf(entered.keySet());
    entered.clear();
    Optional<App> app = session.member().map(Member::app);
    if (left.isEmpty() || app.isEmpty()) {
      return;
    }
    if (grace.isZero()) {
      left.forEach(entry -> abandon(app.get(), entry));
    } else {
      session.loop().schedule(grace, () -> left.forEach(entry -> abandon(app.get(), entry)));
    }
  }

  void abandonThoseNotAllowed(Member member) {
    for (Entry entry : List.copyOf(entered.keySet())) {
      if (!member.grant().allows(Operation.PRESENCE, entry.channel)) {
        entered.remove(entry);
        abandon(member.app(), entry);
      }
    }
  }

  /** The gateway goes on under another name: what was entered is entered again. */
  void enterAgain() {
    Optional<App> app = session.member().map(Member::app);
    if (app.isPresent()) {
      List.copyOf(entered.keySet()).forEach(entry -> restore(app.get(), entry, FIRST_RETRY));
    }
  }

  /** Until the store has taken it, or the entry is given up. */
  private void restore(App app, Entry entry, Duration retryAfter) {
    Asked asked = entered.get(entry);
    if (asked == null) {
      return;
    }
    presence.restore(
        app,
        entry.channel,
        entry.client,
        session.id(),
        asked.data,
        result -> {
          if (result instanceof Result.Refused(Fault fault) && fault.code().retryable()) {
            Duration next = longer(retryAfter);
            session.loop().schedule(retryAfter, () -> restore(app, entry, next));
          } else if (result instanceof Result.PresenceChanged) {
            onLoop(() -> leaveIfGone(app, entry));
          }
        });
  }

  /** It may have been left while it was put back. */
  private void leaveIfGone(App app, Entry entry) {
    if (!entered.containsKey(entry)) {
      abandon(app, entry);
    }
  }

  private Optional<Request> begin(Optional<Entry> entry, Optional<Payload> data) {
    return entry.map(
        it -> {
          long number = ++requests;
          boolean isNew = entered.put(it, new Asked(number, data)) == null;
          return new Request(it, number, isNew);
        });
  }

  private void forget(Request request) {
    Asked last = entered.get(request.entry);
    if (last != null && last.number == request.number) {
      entered.remove(request.entry);
    }
  }

  private void entered(Request request, Result result) {
    if (request.isNew
        && result instanceof Result.Refused(Fault fault)
        && fault.code() != FaultCode.OUTCOME_UNKNOWN) {
      forget(request);
    }
  }

  private void left(Request request, Result result) {
    if (result instanceof Result.PresenceChanged) {
      forget(request);
    }
  }

  private void abandon(App app, Entry entry) {
    abandon(app, entry, FIRST_RETRY);
  }

  /** Until the store has taken it: nobody else knows that the entry is nobody's. */
  private void abandon(App app, Entry entry, Duration retryAfter) {
    presence.abandon(
        app,
        entry.channel,
        entry.client,
        session.id(),
        result -> {
          if (result instanceof Result.Refused) {
            Duration next = longer(retryAfter);
            session.loop().schedule(retryAfter, () -> abandon(app, entry, next));
          }
        });
  }

  private static Duration longer(Duration retryAfter) {
    Duration twice = retryAfter.multipliedBy(2);
    return twice.compareTo(LAST_RETRY) < 0 ? twice : LAST_RETRY;
  }

  private void onLoop(Runnable task) {
    if (session.loop().isCurrent()) {
      task.run();
    } else {
      session.loop().execute(task);
    }
  }

  private static Optional<Entry> entry(
      Caller caller, ChannelName channel, Optional<ClientId> client) {
    return caller.grant().clientIn(channel).or(() -> client).map(who -> new Entry(channel, who));
  }

  private record Entry(ChannelName channel, ClientId client) {}

  /**
   * The last request about an entry.
   *
   * @param data what the entry shows
   */
  private record Asked(long number, Optional<Payload> data) {}

  /**
   * One request about an entry.
   *
   * @param isNew whether nothing was known of the entry before
   */
  private record Request(Entry entry, long number, boolean isNew) {}
}
