package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fanfare.testkit.HttpCalls;
import dev.fanfare.testkit.Patience;
import dev.fanfare.testkit.WsClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three members and two gateways as processes, of which one member and one gateway are ten minutes
 * ahead: what clients see is as if they were not. libfaketime makes them so.
 */
@EnabledIfSystemProperty(named = "fanfare.full", matches = "true")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WrongClocksTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "key:a-secret-of-at-least-thirty-two-bytes";
  private static final String RIGHT = "gateway1";
  private static final String AHEAD = "gateway2";
  private static final String MEMBER_AHEAD = "member2";
  private static final int CHANNELS = 12;

  @TempDir private static Path folder = Path.of("");
  private static Optional<LocalCluster> running = Optional.empty();

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> library = library();
    assumeTrue(
        library.isPresent(), "skipped: libfaketime is missing; install the package libfaketime");
    Map<String, String> ahead =
        Map.of(
            "LD_PRELOAD",
            library.get().toString(),
            "FAKETIME",
            "+10m",
            "FAKETIME_DONT_FAKE_MONOTONIC",
            "1",
            "FAKETIME_FORCE_MONOTONIC_FIX", // which makes timed waits of the JVM return at once
            "0");
    running =
        Optional.of(
            LocalCluster.start(folder, 2, Map.of(AHEAD, ahead, MEMBER_AHEAD, ahead), Map.of()));
  }

  @AfterAll
  static void end() {
    running.ifPresent(LocalCluster::close);
  }

  @Test
  @Order(1)
  void theClocksAreReallyWrong() {
    long now = Instant.now().getEpochSecond();

    assertThat(startOf(RIGHT)).isBetween(now - 300, now + 60);
    assertThat(startOf(AHEAD)).isBetween(now + 300, now + 660);
    assertThat(startOf(MEMBER_AHEAD)).isBetween(now + 300, now + 660);
  }

  @Test
  @Order(2)
  void bothGatewaysGiveOneOrder() {
    try (WsClient right = joins(RIGHT, "order", "{}");
        WsClient ahead = joins(AHEAD, "order", "{}")) {
      for (int i = 1; i <= 20; i++) {
        assertThat(publish(i % 2 == 0 ? RIGHT : AHEAD, "order", "o" + i, i)).isEqualTo(i);
      }

      for (WsClient listener : List.of(right, ahead)) {
        List<Integer> heard = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
          heard.add(message(listener).path("d").asInt());
        }
        assertThat(heard).isSorted().hasSize(20);
      }
    }
  }

  @Test
  @Order(3)
  void whoComesBackToAnotherGatewayMissesNothing() {
    long offset = publish(RIGHT, "resumed", "r1", 1);
    String epoch =
        parse(calls(RIGHT).get("/v1/channels/resumed/messages").text())
            .path("messages")
            .path(0)
            .path("e")
            .asText();
    publish(AHEAD, "resumed", "r2", 2);

    for (String gateway : List.of(RIGHT, AHEAD)) {
      String at = "{\"at\":{\"e\":\"%s\",\"o\":%d}}".formatted(epoch, offset);
      try (WsClient listener = joins(gateway, "resumed", at)) {
        assertThat(message(listener).path("d").asInt()).isEqualTo(2);
      }
    }
  }

  /** The window of history is two minutes; whoever takes over a log must not look at its clock. */
  @Test
  @Order(4)
  void historyIsAsOldAsItIsWhoeverKeepsIt() throws Exception {
    for (int i = 0; i < CHANNELS; i++) {
      publish(RIGHT, "kept" + i, "before", 1);
    }
    for (String member : List.of("member1", MEMBER_AHEAD)) {
      cluster().kill(member);
      for (int i = 0; i < CHANNELS; i++) {
        publish(AHEAD, "kept" + i, "without-" + member, 2);
      }
      cluster().startAgain(member);
    }

    for (int i = 0; i < CHANNELS; i++) {
      JsonNode page =
          parse(calls(AHEAD).get("/v1/channels/kept" + i + "/messages?limit=10").text());
      assertThat(page.path("messages")).hasSize(3);
      assertThat(publish(RIGHT, "kept" + i, "before", 1)).as("its id is known").isEqualTo(1);
    }
  }

  @Test
  @Order(5)
  void theLivingStayAndGhostsLeaveInTime() throws Exception {
    try (WsClient watcher = joins(RIGHT, "room", "{\"presence\":\"full\"}");
        WsClient right = joins(RIGHT, "room", "{}");
        WsClient ahead = joins(AHEAD, "room", "{}")) {
      enters(right, "ann");
      enters(ahead, "bob");
      long entered = System.nanoTime();
      watcher.expect("bob");
      Patience.until(
          "more than a lease's life has passed",
          () -> System.nanoTime() - entered > Duration.ofSeconds(12).toNanos());
      assertThat(present()).contains("ann", "bob");

      long killed = System.nanoTime();
      cluster().kill(AHEAD);

      Patience.until("the ghost has left", () -> !present().contains("bob"));
      assertThat(System.nanoTime() - killed).isLessThan(Duration.ofSeconds(16).toNanos());
      assertThat(present()).contains("ann");
    }
  }

  private static String present() {
    return calls(RIGHT).get("/v1/channels/room/presence").text();
  }

  private static void enters(WsClient client, String name) {
    client.send(
        "{\"i\":2,\"op\":\"pres\",\"action\":\"enter\",\"channel\":\"room\",\"client\":\"%s\"}"
            .formatted(name));
    client.expect("\"i\":2");
  }

  private static long startOf(String name) {
    return cluster()
        .metrics(name)
        .lines()
        .filter(line -> line.startsWith("process_start_time_seconds "))
        .mapToLong(line -> (long) Double.parseDouble(line.split(" ", -1)[1]))
        .findFirst()
        .orElseThrow();
  }

  /** As a publisher does who must not lose it: again with the same id, until it is answered. */
  private static long publish(String gateway, String channel, String id, int number) {
    String body = "{\"id\":\"%s\",\"data\":%d}".formatted(id, number);
    List<JsonNode> answers = new ArrayList<>();
    Patience.until(
        "it is taken",
        () -> {
          HttpCalls.Answer answer =
              calls(gateway).post("/v1/channels/" + channel + "/messages", body);
          if (answer.status() == 200 || answer.status() == 201) {
            answers.add(parse(answer.text()));
          }
          return !answers.isEmpty();
        });
    return answers.get(0).path("o").asLong();
  }

  private static LocalCluster cluster() {
    return running.orElseThrow();
  }

  private static HttpCalls calls(String gateway) {
    String[] pair = KEY.split(":", 2);
    return HttpCalls.to(cluster().http(gateway)).basic(pair[0], pair[1]);
  }

  private static WsClient joins(String gateway, String channel, String options) {
    WsClient client = WsClient.connect(cluster().socket(gateway), "fanfare.v1.json");
    client.send(
        "{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"%s\",\"subs\":{\"%s\":%s}}"
            .formatted(KEY, channel, options));
    client.expect("\"state\":\"full\"");
    return client;
  }

  private static JsonNode message(WsClient client) {
    return parse(client.expect("\"p\":\"msg\""));
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException broken) {
      throw new AssertionError(json, broken);
    }
  }

  /** Where Debian and others put it. */
  private static Optional<Path> library() {
    return Stream.of(
            "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
            "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
            "/usr/lib64/faketime/libfaketime.so.1",
            "/usr/lib/faketime/libfaketime.so.1")
        .map(Path::of)
        .filter(Files::exists)
        .findFirst();
  }
}
