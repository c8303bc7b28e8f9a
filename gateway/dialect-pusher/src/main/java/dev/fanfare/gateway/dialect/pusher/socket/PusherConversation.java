package dev.fanfare.gateway.dialect.pusher.socket;

import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.pusher.json.JsonFields;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.gateway.dialect.pusher.wire.Refusals;
import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.Command.Authenticate;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * One client that speaks Pusher's protocol. Its rules have numbers in {@code docs/spec/pusher.md}.
 */
public final class PusherConversation implements Conversation {
  /** After this silence of the server a client pings. */
  static final Duration ACTIVITY = Duration.ofMinutes(2);

  private static final int MAX_STRIKES = 20;

  /** The timers of a conversation. */
  enum Timer {
    /** By then the client has proved something. */
    AUTHORIZE,
    /** The store is asked again to hold a user for present. */
    ONLINE
  }

  private final Entrance entrance;
  private final Client client;
  private final Subscribing subscribing;
  private final SigningIn signingIn;
  private final ClientEvents clientEvents;
  private int strikes;

  /** What the address says. */
  public sealed interface Entrance {
    /** A key. */
    record Key(KeyId key) implements Entrance {}

    /** Something for which the connection is closed as soon as it is open. */
    record Closed(int code, String message) implements Entrance {}
  }

  /**
   * A conversation that has not begun.
   *
   * @param encoding how the client reads events
   * @param snapshots shared by all conversations of a gateway
   * @param nanos never goes back
   */
  public PusherConversation(
      Entrance entrance, PusherEncoding encoding, Snapshots snapshots, LongSupplier nanos) {
    this.entrance = entrance;
    this.client = new Client(encoding);
    this.subscribing = new Subscribing(client, snapshots);
    this.signingIn = new SigningIn(client);
    this.clientEvents = new ClientEvents(client, subscribing, nanos);
  }

  @Override
  public List<Action> opened(Opening opening) {
    client.socket(opening.connection());
    switch (entrance) {
      case Entrance.Key(KeyId key) ->
          client.run(new Authenticate(new Presented.Named(key)), new Tag.Connect());
      case Entrance.Closed(int code, String message) -> client.close(code, message);
    }
    return client.actions();
  }

  @Override
  public List<Action> received(byte[] message, boolean binary) {
    if (!client.isOpen()) {
      return List.of();
    }
    try {
      if (binary) {
        throw new Unreadable("Binary messages are not spoken here. Send JSON in text messages.");
      }
      frame(JsonFields.read(message));
      strikes = 0;
    } catch (Unreadable unreadable) {
      client.error(OptionalInt.of(4200), "Invalid message: " + unreadable.sentence());
      strikes++;
      if (strikes >= MAX_STRIKES) {
        client.close(Refusals.UNAUTHORIZED, "Too many messages in a row could not be read.");
      }
    }
    return client.actions();
  }

  private void frame(JsonFields frame) throws Unreadable {
    String event = frame.needText("event");
    switch (event) {
      case "pusher:ping" -> client.send(Frames.PONG);
      case "pusher:pong" -> {}
      case "pusher:subscribe" -> subscribing.subscribe(data(frame), signingIn.user());
      case "pusher:unsubscribe" -> subscribing.unsubscribe(data(frame).needText("channel"));
      case "pusher:signin" -> signingIn.signIn(data(frame));
      default -> clientEvents.send(event, frame);
    }
    if (client.isOpen() && hasProven()) {
      client.stop(Timer.AUTHORIZE);
    }
  }

  private static JsonFields data(JsonFields frame) throws Unreadable {
    return frame
        .objectOrText("data")
        .orElseThrow(() -> new Unreadable("Field 'data' is missing. It is an object."));
  }

  @Override
  public List<Action> answered(Object tag, Result result) {
    if (client.isClosed()) {
      return List.of();
    }
    switch ((Tag) tag) {
      case Tag.Connect() -> connected(result);
      case Tag.Enter(Joining joining) -> subscribing.entered(joining, result);
      case Tag.Join(Joining joining) -> subscribing.joined(joining, result);
      case Tag.ClientEvent() -> clientEvents.answered(result);
      case Tag.SignIn(User user) -> signingIn.answered(user, result);
      case Tag.Online() -> signingIn.entered(result);
      case Tag.Watched(Watchlist watchlist, String user) ->
          watchlist
              .answered(user, result)
              .filter(told -> client.options().watchlist())
              .ifPresent(client::send);
      case Tag.Unheard() -> {}
    }
    return client.actions();
  }

  private void connected(Result result) {
    switch (result) {
      case Result.Authenticated app -> {
        client.enter(app);
        client.send(Frames.established(client.socket(), ACTIVITY));
        awaitProof();
      }
      case Result.Refused(Fault fault) ->
          client.close(Refusals.closeCode(fault.code()), fault.message());
      default -> throw new IllegalStateException("Not the answer to a credential: " + result);
    }
  }

  @Override
  public List<Action> elapsed(Object timer) {
    if (client.isOpen()) {
      switch ((Timer) timer) {
        case AUTHORIZE -> authorizeInTime();
        case ONLINE -> signingIn.enter();
      }
    }
    return client.actions();
  }

  private void changed(Limits limits, AppOptions options) {
    boolean sameTime = options.signInWithin().equals(client.options().signInWithin());
    client.changed(limits, options);
    signingIn.watchAsAllowed();
    if (!sameTime) {
      client.stop(Timer.AUTHORIZE);
      awaitProof();
    }
  }

  /** From now on the app's time runs, unless the client has proved something. */
  private void awaitProof() {
    if (!hasProven()) {
      client.options().signInWithin().ifPresent(after -> client.start(Timer.AUTHORIZE, after));
    }
  }

  private boolean hasProven() {
    return signingIn.user().isPresent() || subscribing.hasProven();
  }

  private void authorizeInTime() {
    if (!hasProven()) {
      client.close(
          Refusals.UNAUTHORIZED,
          "The connection neither signed in nor subscribed to a private or presence channel in"
              + " time.");
    }
  }

  @Override
  public List<Action> told(Notice notice) {
    if (client.isClosed()) {
      return List.of();
    }
    switch (notice) {
      case Notice.Unsubscribed(var channel, var fault) -> subscribing.ended(channel, fault);
      case Notice.ExpiresSoon soon -> {}
      case Notice.AppChanged(var limits, var options) -> changed(limits, options);
      case Notice.Ending(Fault fault) ->
          client.close(Refusals.closeCode(fault.code()), fault.message());
    }
    return client.actions();
  }

  /** Who signed in; for tests. */
  Optional<User> user() {
    return signingIn.user();
  }
}
