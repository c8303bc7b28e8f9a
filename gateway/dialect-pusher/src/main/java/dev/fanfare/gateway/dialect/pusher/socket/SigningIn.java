package dev.fanfare.gateway.dialect.pusher.socket;

import dev.fanfare.gateway.dialect.pusher.json.JsonFields;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.gateway.dialect.pusher.wire.Names;
import dev.fanfare.gateway.dialect.pusher.wire.PusherLimits;
import dev.fanfare.gateway.dialect.pusher.wire.Refusals;
import dev.fanfare.gateway.dialect.pusher.wire.Signatures;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.Authenticate;
import dev.fanfare.protocol.Command.EnterPresence;
import dev.fanfare.protocol.Command.PresenceView;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Command.Subscribe;
import dev.fanfare.protocol.Command.Unsubscribe;
import dev.fanfare.protocol.Command.View;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Who the client is: signing in, and what a user hears of others. */
final class SigningIn {
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Client client;
  private Optional<User> user = Optional.empty();
  private List<String> watched = List.of();

  SigningIn(Client client) {
    this.client = client;
  }

  /** The user that the client has proved to be. */
  Optional<User> user() {
    return user;
  }

  void signIn(JsonFields fields) throws Unreadable {
    String auth = fields.needText("auth");
    User asked;
    try {
      asked = User.read(fields.needText("user_data"));
    } catch (Unreadable wrong) {
      client.error(OptionalInt.of(Refusals.UNAUTHORIZED), wrong.sentence());
      return;
    }
    if (user.filter(known -> !known.id().equals(asked.id())).isPresent()) {
      client.error(
          OptionalInt.of(Refusals.UNAUTHORIZED),
          "The connection has signed in as another user. Connect anew to change users.");
      return;
    }
    client.run(
        new Authenticate(Signatures.signIn(auth, client.socket(), asked.userData(), asked.id())),
        new Tag.SignIn(asked));
  }

  void answered(User asked, Result result) {
    switch (result) {
      case Result.Authenticated done -> signedIn(asked);
      case Result.Refused(Fault fault) -> {
        if (fault.code() == FaultCode.IDENTITY_MISMATCH) {
          client.error(OptionalInt.of(Refusals.UNAUTHORIZED), fault.message());
        } else {
          client.close(Refusals.UNAUTHORIZED, fault.message());
        }
      }
      default -> throw new IllegalStateException("Not the answer to a sign-in: " + result);
    }
  }

  private void signedIn(User asked) {
    boolean first = user.isEmpty();
    user = Optional.of(asked);
    client.send(Frames.signedIn(asked.userData()));
    if (first) {
      enter();
      watchAsAllowed();
    }
  }

  /** Says that the user is there, again and again until the store has taken it. */
  void enter() {
    user.ifPresent(
        known ->
            client.run(
                new EnterPresence(
                    ChannelName.ofUserOnline(known.id()), Optional.empty(), Optional.empty()),
                new Tag.Online()));
  }

  void entered(Result result) {
    if (result instanceof Result.Refused(Fault fault) && fault.code().retryable()) {
      client.start(PusherConversation.Timer.ONLINE, RETRY);
    }
  }

  /** Begins to watch others, or ends it, as the app's options say now. */
  void watchAsAllowed() {
    if (!client.options().watchlist()) {
      watched.forEach(id -> client.run(new Unsubscribe(online(id)), new Tag.Unheard()));
      watched = List.of();
    } else if (watched.isEmpty()) {
      user.ifPresent(known -> watch(known.watchlist()));
    }
  }

  private static ChannelName online(String id) {
    return ChannelName.ofUserOnline(Names.userId(id).orElseThrow());
  }

  private void watch(List<String> asked) {
    if (asked.size() > PusherLimits.WATCHLIST) {
      client.error(
          OptionalInt.of(4302),
          "A watchlist has at most "
              + PusherLimits.WATCHLIST
              + " users; the first ones are watched, the others not.");
    }
    watched =
        asked.stream()
            .filter(id -> Names.userId(id).isPresent())
            .limit(PusherLimits.WATCHLIST)
            .toList();
    Watchlist watchlist = new Watchlist(watched.size());
    for (String id : watched) {
      client.run(
          new Subscribe(
              online(id),
              new Start.Now(),
              new View(PresenceView.FULL, Optional.empty(), 1, false, false),
              Optional.empty()),
          new Tag.Watched(watchlist, id));
    }
  }
}
