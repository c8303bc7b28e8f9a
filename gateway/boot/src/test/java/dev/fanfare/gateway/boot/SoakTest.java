package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fanfare.testkit.HttpCalls;
import dev.fanfare.testkit.Patience;
import dev.fanfare.testkit.WsClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that are cut off again and again while messages are published over REST and WebSockets,
 * against a real process: each comes back with its last position, and has seen every acknowledged
 * message exactly once, in the one order. Twelve seconds; ten minutes with {@code -Dfull}: so what
 * everybody has agreed upon long ago is forgotten again.
 */
class SoakTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> CHANNELS = List.of("soak:a", "soak:b", "soak:c");
  private static final int SUBSCRIBERS = 20;

  /** More than any subscriber can be behind and still resume whole. */
  private static final int REMEMBERED = 10_000;

  private static final Duration LENGTH =
      Boolean.getBoolean("fanfare.full") ? Duration.ofMinutes(10) : Duration.ofSeconds(12);

  @TempDir private Path folder = Path.of("");
  private final Random seeds = new Random();

  /**
   * Which message stands at which place, by acknowledgement or by delivery, whichever came first.
   */
  private final Map<String, ConcurrentSkipListMap<Long, String>> agreed = new ConcurrentHashMap<>();

  private final Map<String, AtomicLong> lastAcknowledged = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Throwable> unanswered = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean publishing = new AtomicBoolean(true);
  private final AtomicBoolean listening = new AtomicBoolean(true);

  @Test
  void whoeverIsCutOffAndComesBackMissesNothingAndHearsNothingTwice() throws Exception {
    for (String channel : CHANNELS) {
      agreed.put(channel, new ConcurrentSkipListMap<>());
      lastAcknowledged.put(channel, new AtomicLong());
    }
    try (DevServer server = DevServer.start(folder, "--port", "0")) {
      URI socket = URI.create("ws://127.0.0.1:" + server.port() + "/v1/connect");
      URI rest = URI.create("http://127.0.0.1:" + server.port());
      List<Subscriber> subscribers = new ArrayList<>();
      List<Thread> listeners = new ArrayList<>();
      for (int i = 0; i < SUBSCRIBERS; i++) {
        Subscriber subscriber = new Subscriber(socket, seeds.nextLong());
        subscribers.add(subscriber);
        listeners.add(start(subscriber::listen));
      }
      Patience.until("all listen", () -> subscribers.stream().allMatch(Subscriber::hasBegun));
      List<Thread> publishers =
          List.of(
              start(() -> publishOverRest(rest)),
              start(() -> publishOverRest(rest)),
              start(() -> publishOverSocket(socket)));

      long end = System.nanoTime() + LENGTH.toNanos();
      for (Thread publisher : publishers) {
        publisher.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
      publishing.set(false);
      for (Thread publisher : publishers) {
        publisher.join();
      }
      // Whoever waits for a frame gets one more, and sees that all is over.
      HttpCalls last = HttpCalls.to(rest).basic("dev", "dev-secret");
      for (String channel : CHANNELS) {
        String id = "last-" + channel;
        HttpCalls.Answer answer =
            postUntilAnswered(last, channel, "{\"id\":\"" + id + "\",\"data\":0}");
        acknowledge(channel, parse(answer.text()).path("o").asLong(), id);
      }
      Patience.until(
          "everybody has come to the end",
          () -> !failures.isEmpty() || subscribers.stream().allMatch(Subscriber::isAtTheEnd));
      listening.set(false);
      for (Thread listener : listeners) {
        listener.join();
      }

      assertThat(failures).isEmpty();
      assertThat(unanswered.size()).as("posts without an answer: %s", unanswered).isLessThan(5);
      for (String channel : CHANNELS) {
        assertThat(lastAcknowledged(channel)).as(channel).isPositive();
        for (Subscriber subscriber : subscribers) {
          assertThat(subscriber.positions.get(channel))
              .as("seed %s, channel %s", subscriber.seed, channel)
              .isEqualTo(lastAcknowledged(channel));
        }
      }
      assertThat(subscribers.stream().mapToInt(subscriber -> subscriber.cuts).sum())
          .isGreaterThan(SUBSCRIBERS);
    }
  }

  private Thread start(Runnable task) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                task.run();
              } catch (RuntimeException | AssertionError failure) {
                failures.add(failure);
              }
            });
  }

  private void publishOverRest(URI rest) {
    HttpCalls calls =
        HttpCalls.to(rest).basic("dev", "dev-secret").with("content-type", "application/json");
    Random random = new Random(seeds.nextLong());
    String name = "rest" + random.nextInt(1_000_000);
    for (int i = 0; publishing.get(); i++) {
      String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
      String id = name + "-" + i;
      String body = "{\"id\":\"" + id + "\",\"data\":{\"n\":" + i + "}}";
      int times = random.nextInt(10) == 0 ? 2 : 1; // as after an answer that was lost
      for (int time = 0; time < times; time++) {
        HttpCalls.Answer answer = postUntilAnswered(calls, channel, body);
        acknowledge(channel, parse(answer.text()).path("o").asLong(), id);
      }
    }
  }

  /**
   * As a publisher has to: what is not answered may have happened, and is sent again with its id.
   */
  private HttpCalls.Answer postUntilAnswered(HttpCalls calls, String channel, String body) {
    for (int attempt = 1; ; attempt++) {
      try {
        HttpCalls.Answer answer = calls.post("/v1/channels/" + channel + "/messages", body);
        assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
        return answer;
      } catch (HttpCalls.Unanswered broken) {
        unanswered.add(broken);
        if (attempt == 3) {
          throw broken;
        }
      }
    }
  }

  private void publishOverSocket(URI socket) {
    Random random = new Random(seeds.nextLong());
    try (WsClient client = hello(socket, "{}")) {
      for (int i = 1; publishing.get(); i++) {
        String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
        String id = "socket-" + i;
        client.send(
            "{\"i\":%d,\"op\":\"pub\",\"channel\":\"%s\",\"id\":\"%s\",\"data\":\"%d\"}"
                .formatted(i + 1, channel, id, i));
        JsonNode reply = parse(next(client));
        if (reply.has("ok")) {
          acknowledge(channel, reply.path("ok").path("o").asLong(), id);
        } else {
          assertThat(reply.path("err").path("code").asInt()).isEqualTo(52900);
        }
      }
    }
  }

  private void acknowledge(String channel, long offset, String id) {
    agree(channel, offset, id);
    Objects.requireNonNull(lastAcknowledged.get(channel)).accumulateAndGet(offset, Math::max);
  }

  /**
   * One message stands at one place. Each subscriber checks that it hears place after place, so
   * that this is all there is to compare.
   */
  private void agree(String channel, long offset, String id) {
    ConcurrentSkipListMap<Long, String> known = Objects.requireNonNull(agreed.get(channel));
    String before = known.putIfAbsent(offset, id);
    assertThat(before == null || before.equals(id))
        .as("%s: both %s and %s at %s", channel, before, id, offset)
        .isTrue();
    known.headMap(offset - REMEMBERED).clear();
  }

  private long lastAcknowledged(String channel) {
    return Objects.requireNonNull(lastAcknowledged.get(channel)).get();
  }

  private static WsClient hello(URI socket, String subs) {
    WsClient client = WsClient.connect(socket, "fanfare.v1.json");
    client.send(
        "{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"dev:dev-secret\",\"subs\":" + subs + "}");
    client.expect("\"connection\"");
    return client;
  }

  /** The next frame that is not a heartbeat; those are answered. */
  private static String next(WsClient client) {
    String frame = client.next();
    while (frame.equals("{}")) {
      client.send("{}");
      frame = client.next();
    }
    return frame;
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException broken) {
      throw new AssertionError(json, broken);
    }
  }

  /** One who listens, is cut off, and comes back. */
  private final class Subscriber {
    private final URI socket;
    private final long seed;
    private final Random random;
    private final Map<String, String> epochs = new HashMap<>();
    private final Map<String, Long> positions = new ConcurrentHashMap<>();
    private volatile boolean begun;
    private int cuts;

    Subscriber(URI socket, long seed) {
      this.socket = socket;
      this.seed = seed;
      this.random = new Random(seed);
    }

    boolean hasBegun() {
      return begun;
    }

    boolean isAtTheEnd() {
      return CHANNELS.stream()
          .allMatch(channel -> positions.getOrDefault(channel, 0L) >= lastAcknowledged(channel));
    }

    void listen() {
      while (listening.get()) {
        WsClient client = hello(socket, subs());
        try {
          Map<Integer, String> aliases = new HashMap<>();
          int frames = 3 + random.nextInt(400);
          for (int i = 0; i < frames && listening.get() && !(isIdle() && begun); i++) {
            take(parse(next(client)), aliases);
            begun = begun || aliases.size() == CHANNELS.size();
          }
        } finally {
          client.abort();
          cuts++;
        }
        if (isIdle()) {
          Patience.until("more comes, or all is over", () -> !listening.get() || !isIdle());
        }
      }
    }

    /** Whether nothing more can come. */
    private boolean isIdle() {
      return !publishing.get() && isAtTheEnd();
    }

    private String subs() {
      List<String> subs = new ArrayList<>();
      for (String channel : CHANNELS) {
        Long position = positions.get(channel);
        subs.add(
            position == null
                ? "\"%s\":{}".formatted(channel)
                : "\"%s\":{\"at\":{\"e\":\"%s\",\"o\":%d}}"
                    .formatted(channel, epochs.get(channel), position));
      }
      return "{" + String.join(",", subs) + "}";
    }

    private void take(JsonNode frame, Map<Integer, String> aliases) {
      if (frame.has("sub")) {
        JsonNode ok = frame.path("ok");
        assertThat(ok.path("state").asText()).as(frame.toString()).isEqualTo("full");
        String channel = frame.path("sub").asText();
        aliases.put(ok.path("c").asInt(), channel);
        reach(channel, ok.path("e").asText(), ok.path("o").asLong());
        return;
      }
      String channel = Objects.requireNonNull(aliases.get(frame.path("c").asInt()));
      long position = Objects.requireNonNull(positions.get(channel));
      long offset = frame.path("o").asLong();
      switch (frame.path("p").asText()) {
        case "msg" -> {
          assertThat(offset).as("after the last one").isEqualTo(position + 1);
          agree(channel, offset, frame.path("id").asText());
          positions.put(channel, offset);
        }
        case "epoch" -> reach(channel, frame.path("e").asText(), offset);
        case "live" -> assertThat(offset).isEqualTo(position);
        default -> throw new AssertionError("unexpected: " + frame);
      }
    }

    private void reach(String channel, String epoch, long offset) {
      epochs.put(channel, epoch);
      positions.put(channel, offset);
    }
  }
}
