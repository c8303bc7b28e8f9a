package dev.fanfare.gateway.session;

import dev.fanfare.gateway.auth.Caller;
import dev.fanfare.gateway.presence.PresenceEntries;
import dev.fanfare.gateway.session.Session.Member;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.EnterPresence;
import dev.fanfare.protocol.Command.LeavePresence;
import dev.fanfare.protocol.Operation;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The presence entries of one session: what it entered it leaves when it goes. On its loop. */
final class Entries {
  private final Session session;
  private final PresenceEntries presence;
  private final Set<Entry> entered = new HashSet<>(2);

  Entries(Session session, PresenceEntries presence) {
    this.session = session;
    this.presence = presence;
  }

  /** Enters. It counts as entered from here on, so that a connection that dies meanwhile leaves. */
  void enter(Caller caller, EnterPresence enter, Object tag) {
    Optional<Entry> entry = entry(caller, enter.channel(), enter.client());
    boolean added = entry.isPresent() && entered.add(entry.get());
    presence.enter(
        caller,
        enter,
        result -> {
          if (added && result instanceof Result.Refused) {
            onLoop(() -> entered.remove(entry.get()));
          }
          session.answer(tag, result);
        });
  }

  void leave(Caller caller, LeavePresence leave, Object tag) {
    entry(caller, leave.channel(), leave.client()).ifPresent(entered::remove);
    presence.leave(caller, leave, result -> session.answer(tag, result));
  }

  /**
   * The connection is gone: its entries go too, after a time in which the client may come back
   * under its name.
   */
  void abandonAll(Duration grace) {
    List<Entry> left = List.copyOf(entered);
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
    for (Entry entry : List.copyOf(entered)) {
      if (!member.grant().allows(Operation.PRESENCE, entry.channel)) {
        entered.remove(entry);
        abandon(member.app(), entry);
      }
    }
  }

  private void abandon(App app, Entry entry) {
    presence.abandon(app, entry.channel, entry.client, session.id());
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
    return caller.grant().client().or(() -> client).map(who -> new Entry(channel, who));
  }

  private record Entry(ChannelName channel, ClientId client) {}
}
