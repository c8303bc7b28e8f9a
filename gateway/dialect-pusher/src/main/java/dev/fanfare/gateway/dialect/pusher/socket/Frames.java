package dev.fanfare.gateway.dialect.pusher.socket;

import dev.fanfare.gateway.dialect.pusher.json.JsonOut;
import dev.fanfare.gateway.dialect.pusher.wire.Refusals;
import dev.fanfare.protocol.ConnectionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** The frames that are for one connection alone. */
final class Frames {
  static final byte[] PONG =
      "{\"event\":\"pusher:pong\",\"data\":{}}".getBytes(StandardCharsets.US_ASCII);

  private Frames() {}

  static byte[] established(ConnectionId socket, Duration activity) {
    JsonOut data =
        new JsonOut()
            .object()
            .field("socket_id", socket.text())
            .field("activity_timeout", activity.toSeconds())
            .end();
    return new JsonOut()
        .object()
        .field("event", "pusher:connection_established")
        .nested("data", data)
        .end()
        .toBytes();
  }

  static byte[] error(OptionalInt code, String message) {
    JsonOut out = new JsonOut().object().field("event", "pusher:error").name("data").object();
    out.name("code");
    if (code.isPresent()) {
      out.number(code.getAsInt());
    } else {
      out.json("null".getBytes(StandardCharsets.US_ASCII));
    }
    return out.field("message", message).end().end().toBytes();
  }

  /**
   * @param data a JSON object
   */
  static byte[] subscribed(String channel, JsonOut data) {
    return new JsonOut(data.toBytes().length + 128)
        .object()
        .field("event", "pusher_internal:subscription_succeeded")
        .field("channel", channel)
        .nested("data", data)
        .end()
        .toBytes();
  }

  static byte[] subscriptionError(String channel, Refusals.Subscription refusal, String message) {
    return new JsonOut()
        .object()
        .field("event", "pusher:subscription_error")
        .field("channel", channel)
        .name("data")
        .object()
        .field("type", refusal.type())
        .field("error", message)
        .field("status", refusal.status())
        .end()
        .end()
        .toBytes();
  }

  static byte[] cacheMiss(String channel) {
    return new JsonOut()
        .object()
        .field("event", "pusher:cache_miss")
        .field("channel", channel)
        .end()
        .toBytes();
  }

  static byte[] signedIn(String userData) {
    return new JsonOut()
        .object()
        .field("event", "pusher:signin_success")
        .name("data")
        .object()
        .field("user_data", userData)
        .end()
        .end()
        .toBytes();
  }

  static byte[] watchlist(List<String> online, List<String> offline) {
    JsonOut data = new JsonOut().object().name("events").array();
    add("online", online, data);
    add("offline", offline, data);
    return new JsonOut()
        .object()
        .field("event", "pusher_internal:watchlist_events")
        .nested("data", data.endArray().end())
        .end()
        .toBytes();
  }

  private static void add(String name, List<String> users, JsonOut out) {
    if (!users.isEmpty()) {
      out.object().field("name", name).name("user_ids").array();
      users.forEach(out::text);
      out.endArray().end();
    }
  }
}
