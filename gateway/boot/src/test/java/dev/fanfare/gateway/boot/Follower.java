package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fanfare.testkit.Patience;
import dev.fanfare.testkit.WsClient;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A client of the native protocol that follows channels, on one gateway after the other, and fails
 * the test at whatever is not the next message. The n-th message of a channel is the number n, with
 * something behind it in {@code fill}. One test thread uses it.
 */
final class Follower implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String key;
  private final List<String> channels;
  private final Map<String, Place> places = new HashMap<>();
  private final Map<Integer, String> aliases = new HashMap<>();
  private WsClient client;

  /** Up to where it has heard a channel. */
  private record Place(String epoch, long offset) {}

  private Follower(WsClient client, String key, List<String> channels) {
    this.client = client;
    this.key = key;
    this.channels = List.copyOf(channels);
  }

  /** Returns when it follows them. */
  static Follower of(List<String> channels, URI gateway, String key) {
    Follower follower = new Follower(connect(gateway), key, channels);
    follower.subscribe();
    return follower;
  }

  /** Goes to another gateway, which has to know all that it has not heard yet. */
  void resume(URI gateway) {
    client.close();
    client = connect(gateway);
    subscribe();
  }

  private static WsClient connect(URI gateway) {
    return WsClient.connect(gateway, "fanfare.v1.json");
  }

  private void subscribe() {
    aliases.clear();
    ObjectNode hello = JSON.createObjectNode().put("i", 1).put("op", "hello").put("v", 1);
    hello.put("key", key);
    ObjectNode subs = hello.putObject("subs");
    for (String channel : channels) {
      ObjectNode sub = subs.putObject(channel);
      Place place = places.get(channel);
      if (place != null) {
        sub.putObject("at").put("e", place.epoch).put("o", place.offset);
      }
    }
    client.send(hello.toString());
    while (aliases.size() < channels.size()) {
      take(client.next());
    }
  }

  /** Takes what has come. */
  void listen() {
    while (!client.unread().isEmpty()) {
      take(client.next());
    }
  }

  /** Returns when it has heard so many messages of each of these. */
  void hears(Map<String, Long> numbers) {
    Patience.until(
        "it has heard all of " + channels,
        () -> {
          listen();
          return numbers.entrySet().stream()
              .allMatch(it -> place(it.getKey()).offset == it.getValue());
        });
  }

  boolean isConnected() {
    return client.isOpen();
  }

  private Place place(String channel) {
    return Objects.requireNonNull(places.get(channel));
  }

  private void take(String frame) {
    if (frame.equals("{}")) {
      answerHeartbeat();
      return;
    }
    JsonNode told = parse(frame);
    if (told.has("sub")) {
      subscribed(told.path("sub").asText(), told.path("ok"));
    } else if (told.path("p").asText().equals("msg")) {
      heard(told);
    } else {
      assertThat(told.path("p").asText()).as(frame).doesNotMatch("gap|reset|skip|epoch|unsub");
    }
  }

  private void answerHeartbeat() {
    try {
      client.send("{}");
    } catch (AssertionError broken) {
      assertThat(client.isOpen()).isFalse();
    }
  }

  private void subscribed(String channel, JsonNode answer) {
    assertThat(answer.path("state").asText()).as(channel + " " + answer).isEqualTo("full");
    Place now = new Place(answer.path("e").asText(), answer.path("o").asLong());
    Place before = places.put(channel, now);
    if (before != null) {
      assertThat(now).as(channel).isEqualTo(before);
    }
    aliases.put(answer.path("c").asInt(), channel);
  }

  private void heard(JsonNode message) {
    String channel = Objects.requireNonNull(aliases.get(message.path("c").asInt()));
    Place before = place(channel);
    long offset = message.path("o").asLong();
    assertThat(offset).as(channel).isEqualTo(before.offset + 1);
    assertThat(message.path("d").path("n").asLong()).as(channel).isEqualTo(offset);
    places.put(channel, new Place(before.epoch, offset));
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException broken) {
      throw new AssertionError(json, broken);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
