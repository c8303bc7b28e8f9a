package dev.fanfare.gateway.dialect.fanfare.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fanfare.testkit.TestClient;
import dev.fanfare.testkit.TestGateway;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A client that does what it likes, on whatever gateway, and keeps account of what it hears. What
 * was sent to it and not read when it is cut off, it never hears.
 */
final class RandomClient {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String name;
  private final Random random;
  private final Map<String, Follower> followers = new HashMap<>();
  private final Map<Long, Sent> sent = new HashMap<>();
  private final Map<Integer, String> aliases = new HashMap<>();
  private final Set<String> subscribed = new HashSet<>();
  private Optional<TestClient> connection = Optional.empty();
  private boolean awake = true;
  private long requests;
  private long messages;

  private record Sent(String kind, String channel) {}

  RandomClient(String name, Random random) {
    this.name = name;
    this.random = random;
    RandomWorld.CHANNELS.forEach(channel -> followers.put(channel, new Follower()));
  }

  String name() {
    return name;
  }

  Follower follower(String channel) {
    Follower found = followers.get(channel);
    if (found == null) {
      throw new AssertionError("There is no channel " + channel);
    }
    return found;
  }

  /** Whether it heard a message, or knows why not. */
  boolean accountsFor(String channel, long offset, String text) {
    Follower follower = follower(channel);
    return follower.heard().containsKey(offset)
        || follower.lost().contains(offset)
        || follower.skipped().contains(offset) && text.startsWith("hidden from " + name + " ");
  }

  void doesSomething(TestGateway gateway) {
    if (connection.isEmpty()) {
      connect(gateway);
      return;
    }
    TestClient open = connection.get();
    String channel = anyChannel();
    switch (random.nextInt(9)) {
      case 0 -> falls();
      case 1 -> unsubscribe(channel);
      case 2 -> {
        awake = false;
        open.outlet().stopReading();
      }
      case 3 -> wakesUp();
      case 4 -> open.reads(random.nextInt(2_000));
      case 5 ->
          posts(
              "pres",
              channel,
              "{'op':'pres','action':'enter','channel':'%s','client':'%s','data':%d}"
                  .formatted(channel, name, random.nextInt(3)));
      case 6 ->
          posts(
              "pres",
              channel,
              "{'op':'pres','action':'leave','channel':'%s','client':'%s'}"
                  .formatted(channel, name));
      default -> subscribe(channel);
    }
  }

  void publishes(TestGateway gateway) {
    if (connection.isEmpty()) {
      connect(gateway);
      return;
    }
    String channel = anyChannel();
    boolean hidden = random.nextInt(5) == 0;
    String text = (hidden ? "hidden from " : "") + name + " " + messages++;
    posts(
        "pub",
        channel,
        "{'op':'pub','channel':'%s','data':'%s','echo':%s,'ephemeral':%s}"
            .formatted(channel, text, !hidden, random.nextInt(8) == 0));
  }

  /** Takes in what it has read. */
  void reads() {
    connection.ifPresent(
        open -> {
          for (String text : open.outlet().takeReadTexts()) {
            hears(read(text));
          }
          if (open.outlet().closed().isPresent() && awake) {
            forgetConnection();
          }
        });
  }

  void wakesUp() {
    awake = true;
    connection.ifPresent(TestClient::reads);
    reads();
  }

  /** Sees to it that it follows every channel. */
  void catchesUp(TestGateway gateway) {
    wakesUp();
    if (connection.isEmpty()) {
      connect(gateway);
    }
    RandomWorld.CHANNELS.stream().filter(it -> !subscribed.contains(it)).forEach(this::subscribe);
    wakesUp();
  }

  void leaves() {
    connection.ifPresent(TestClient::leaves);
    forgetConnection();
  }

  private void connect(TestGateway gateway) {
    forgetConnection();
    connection = Optional.of(NativeClients.client(gateway, "a"));
  }

  /** It never hears what was not read; what it asked for may have happened. */
  private void falls() {
    reads();
    connection.ifPresent(
        open -> {
          if (open.outlet().isOpen()) {
            open.isCutOff();
          }
        });
    forgetConnection();
  }

  private void forgetConnection() {
    connection = Optional.empty();
    awake = true;
    sent.clear();
    aliases.clear();
    subscribed.clear();
  }

  private void subscribe(String channel) {
    if (!subscribed.add(channel)) {
      return;
    }
    String presence = random.nextBoolean() ? "none" : random.nextBoolean() ? "count" : "full";
    String slow = random.nextBoolean() ? "pull" : "close";
    posts(
        "sub",
        channel,
        "{'op':'sub','channel':'%s','presence':'%s','slow':'%s'%s}"
            .formatted(
                channel, presence, slow, follower(channel).at().map(at -> "," + at).orElse("")));
  }

  private void unsubscribe(String channel) {
    reads();
    if (subscribed.contains(channel) && awake) {
      posts("unsub", channel, "{'op':'unsub','channel':'%s'}".formatted(channel));
    }
  }

  private void posts(String kind, String channel, String request) {
    long number = 100 + ++requests;
    sent.put(number, new Sent(kind, channel));
    connection
        .filter(open -> open.outlet().isOpen())
        .ifPresent(
            open -> open.posts(("{'i':" + number + "," + request.substring(1)).replace('\'', '"')));
  }

  private void hears(JsonNode frame) {
    if (frame.has("i")) {
      Sent asked = sent.remove(frame.get("i").asLong());
      if (asked != null) {
        answered(asked, frame);
      }
    } else if (frame.path("p").asText().equals("bye")) {
      return;
    } else if (frame.has("c")) {
      String channel = aliases.get(frame.get("c").asInt());
      if (channel == null) {
        throw new AssertionError(name + " hears of a channel that it does not follow: " + frame);
      }
      try {
        follower(channel).hears(frame);
      } catch (AssertionError wrong) {
        throw new AssertionError(name + " in " + channel + ": " + wrong.getMessage(), wrong);
      }
    }
  }

  private void answered(Sent asked, JsonNode reply) {
    boolean ok = reply.has("ok");
    switch (asked.kind) {
      case "sub" -> {
        if (ok) {
          JsonNode joined = reply.get("ok");
          aliases.put(joined.get("c").asInt(), asked.channel);
          follower(asked.channel).joined(joined);
        } else {
          subscribed.remove(asked.channel);
        }
      }
      case "unsub" -> {
        subscribed.remove(asked.channel);
        aliases.values().remove(asked.channel);
      }
      default -> {}
    }
  }

  private String anyChannel() {
    return RandomWorld.CHANNELS.get(random.nextInt(RandomWorld.CHANNELS.size()));
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new AssertionError("This is not JSON: " + text, notJson);
    }
  }
}
