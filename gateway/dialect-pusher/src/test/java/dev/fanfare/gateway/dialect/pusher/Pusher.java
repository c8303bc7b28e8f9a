package dev.fanfare.gateway.dialect.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that speaks Pusher's protocol; every method returns when its consequences are there. */
final class Pusher {
  private static final Pattern SOCKET = Pattern.compile("socket_id\\\\\":\\\\\"([0-9.]+)");

  private final World world;
  private final TestClient client;
  private final List<String> unread = new ArrayList<>();
  private String socketId = "";

  Pusher(World world, TestClient client) {
    this.world = world;
    this.client = client;
    unread.addAll(client.received());
    if (!unread.isEmpty()) {
      Matcher found = SOCKET.matcher(unread.get(0));
      if (found.find()) {
        socketId = found.group(1);
        unread.remove(0);
      }
    }
  }

  String socketId() {
    return socketId;
  }

  TestClient client() {
    return client;
  }

  Pusher sends(String frame) {
    client.sends(frame);
    return this;
  }

  /** Subscribes to a public channel. */
  Pusher subscribes(String channel) {
    return sends(subscribe("\"channel\":\"" + channel + "\""));
  }

  Pusher unsubscribes(String channel) {
    return sends("{\"event\":\"pusher:unsubscribe\",\"data\":{\"channel\":\"" + channel + "\"}}");
  }

  /** Subscribes with a signature over the connection and the channel. */
  Pusher subscribesSigned(String channel) {
    return subscribesWith(channel, auth(World.KEY, World.SECRET, socketId + ":" + channel));
  }

  Pusher subscribesWith(String channel, String auth) {
    return sends(subscribe("\"channel\":\"" + channel + "\",\"auth\":\"" + auth + "\""));
  }

  /** Subscribes to a presence channel as a user. */
  Pusher joins(String channel, String channelData) {
    String auth = auth(World.KEY, World.SECRET, socketId + ":" + channel + ":" + channelData);
    return sends(
        subscribe(
            "\"channel\":\""
                + channel
                + "\",\"auth\":\""
                + auth
                + "\",\"channel_data\":"
                + quoted(channelData)));
  }

  Pusher joinsAs(String channel, String user) {
    return joins(
        channel, "{\"user_id\":\"" + user + "\",\"user_info\":{\"name\":\"" + user + "\"}}");
  }

  Pusher triggers(String channel, String event, String data) {
    return sends(
        "{\"event\":\"" + event + "\",\"channel\":\"" + channel + "\",\"data\":" + data + "}");
  }

  Pusher signsIn(String userData) {
    return signsInWith(userData, auth(World.KEY, World.SECRET, socketId + "::user::" + userData));
  }

  Pusher signsInWith(String userData, String auth) {
    return sends(
        "{\"event\":\"pusher:signin\",\"data\":{\"auth\":\""
            + auth
            + "\",\"user_data\":"
            + quoted(userData)
            + "}}");
  }

  static String auth(String key, String secret, String signed) {
    return key + ":" + Hmac.hex(secret, signed);
  }

  private static String subscribe(String fields) {
    return "{\"event\":\"pusher:subscribe\",\"data\":{" + fields + "}}";
  }

  static String quoted(String json) {
    return '"' + json.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  Pusher fallsSilent() {
    client.fallsSilent();
    return this;
  }

  /** The next frame is exactly this. */
  Pusher receives(String frame) {
    assertThat(next()).isEqualTo(frame);
    return this;
  }

  /** The next frame holds these. */
  Pusher receivesPart(String... parts) {
    assertThat(next()).contains(parts);
    return this;
  }

  /** The next frame says that the channel is followed. */
  Pusher succeeds(String channel) {
    return receives(
        "{\"event\":\"pusher_internal:subscription_succeeded\",\"channel\":\""
            + channel
            + "\",\"data\":\"{}\"}");
  }

  Pusher receivesNothingMore() {
    world.settle();
    unread.addAll(client.received());
    assertThat(unread).isEmpty();
    return this;
  }

  /** Passes over what has come. */
  Pusher forgets() {
    world.settle();
    client.received();
    unread.clear();
    return this;
  }

  List<String> all() {
    world.settle();
    unread.addAll(client.received());
    List<String> all = List.copyOf(unread);
    unread.clear();
    return all;
  }

  /** The next frame that is no notice of where the channel stands. */
  String nextEvent() {
    String frame = next();
    return frame.contains("\"fanfare:epoch\"") || frame.contains("\"fanfare:live\"")
        ? nextEvent()
        : frame;
  }

  String next() {
    world.settle();
    unread.addAll(client.received());
    assertThat(unread).as("a frame").isNotEmpty();
    return unread.remove(0);
  }

  /** Its connection was closed with this code. */
  Pusher isClosedWith(int code) {
    world.settle();
    assertThat(client.outlet().closed().map(closed -> closed.code())).contains(code);
    return this;
  }

  Pusher isOpen() {
    assertThat(client.outlet().closed()).isEmpty();
    return this;
  }
}
