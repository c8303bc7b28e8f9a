package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fanfare.testkit.HttpCalls;
import dev.fanfare.testkit.Patience;
import dev.fanfare.testkit.Racing;
import dev.fanfare.testkit.WsClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two gateways, three members and Redis as processes, and what clients see when one after the other
 * is killed. One cluster for all; the later tests break more.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "key:a-secret-of-at-least-thirty-two-bytes";

  @TempDir private static Path folder = Path.of("");
  private static Optional<LocalCluster> running = Optional.empty();

  @BeforeAll
  static void start() throws Exception {
    running = Optional.of(LocalCluster.start(folder));
  }

  @AfterAll
  static void end() {
    running.ifPresent(LocalCluster::close);
  }

  @Test
  @Order(1)
  void whatIsPublishedOnOneGatewayIsHeardOnTheOther() throws Exception {
    try (WsClient listener = joins("gateway2", "one", "{}")) {
      publish("gateway1", "one", "a", 1);

      assertThat(message(listener).path("d").asInt()).isEqualTo(1);
    }
  }

  @Test
  @Order(2)
  void racingPublishesOfOneIdOverAllGatewaysAreOneMessage() {
    List<Long> offsets =
        Racing.race(
            50,
            thread -> publish(thread % 2 == 0 ? "gateway1" : "gateway2", "race", "same", thread));

    assertThat(offsets).containsOnly(1L);
    assertThat(calls("gateway2").get("/v1/channels/race/messages").text())
        .containsOnlyOnce("\"o\":1")
        .doesNotContain("\"o\":2");
  }

  @Test
  @Order(3)
  void aClientResumesWholeOnTheOtherGatewayWhenItsOwnIsKilled() throws Exception {
    long last;
    String epoch;
    try (WsClient listener = joins("gateway2", "resumed", "{}")) {
      publish("gateway1", "resumed", "r1", 1);
      last = message(listener).path("o").asLong();
      epoch = epochOf("resumed");
    }
    cluster().kill("gateway2");
    publish("gateway1", "resumed", "r2", 2);
    publish("gateway1", "resumed", "r3", 3);

    String at = "{\"at\":{\"e\":\"%s\",\"o\":%d}}".formatted(epoch, last);
    try (WsClient listener = joins("gateway1", "resumed", at)) {
      assertThat(message(listener).path("d").asInt()).isEqualTo(2);
      assertThat(message(listener).path("d").asInt()).isEqualTo(3);
    }
    cluster().startAgain("gateway2");
  }

  @Test
  @Order(4)
  void withoutRedisMessagesStillArriveAndNothingHangs() throws Exception {
    try (WsClient listener = joins("gateway2", "busless", "{}")) {
      cluster().kill("redis");
      long start = System.nanoTime();
      publish("gateway1", "busless", "b1", 1);
      assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);

      assertThat(message(listener).path("d").asInt()).isEqualTo(1);
      cluster().startRedis();
      Patience.until(
          "the bus is found again",
          () -> cluster().metrics("gateway1").contains("fanfare_bus_connected 1.0"));
      publish("gateway1", "busless", "b2", 2);
      assertThat(message(listener).path("d").asInt()).isEqualTo(2);
    }
  }

  @Test
  @Order(5)
  void aKilledMemberTakesNoAcknowledgedMessageWithIt() throws Exception {
    List<Long> acknowledged = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      acknowledged.add(publish("gateway1", "kept", "k" + i, i));
      if (i == 10) {
        cluster().kill("member2");
      }
    }

    assertThat(acknowledged).doesNotHaveDuplicates().isSorted().hasSize(30);
    JsonNode page =
        JSON.readTree(calls("gateway2").get("/v1/channels/kept/messages?limit=100").text());
    assertThat(page.path("messages")).hasSize(30);
    assertThat(cluster().metrics("member1")).contains("fanfare_under_replicated 1.0");
    cluster().startAgain("member2");
  }

  @Test
  @Order(6)
  void aGatewayThatDiesTakesItsMembersOfPresenceWithIt() throws Exception {
    try (WsClient watcher = joins("gateway1", "room", "{\"presence\":\"full\"}")) {
      WsClient ghost = joins("gateway2", "room", "{}");
      ghost.send(
          "{\"i\":2,\"op\":\"pres\",\"action\":\"enter\",\"channel\":\"room\",\"client\":\"bob\"}");
      watcher.expect("\"enter\"");
      long start = System.nanoTime();
      cluster().kill("gateway2");

      Patience.until(
          "the member of the dead gateway has left",
          () -> watcher.unread().stream().anyMatch(frame -> frame.contains("\"leave\"")));
      assertThat(System.nanoTime() - start).isLessThan(16_000_000_000L);
      ghost.abort();
    }
    cluster().startAgain("gateway2");
  }

  @Test
  @Order(7)
  void everybodyEndsInAnOrderlyWay() throws Exception {
    assertThat(cluster().end("gateway1")).isZero();
    assertThat(cluster().end("member1")).isZero();
    assertThat(publish("gateway2", "kept", "last", 1)).isEqualTo(31);
  }

  private static LocalCluster cluster() {
    return running.orElseThrow();
  }

  private static HttpCalls calls(String gateway) {
    String[] pair = KEY.split(":", 2);
    return HttpCalls.to(cluster().http(gateway)).basic(pair[0], pair[1]);
  }

  private static long publish(String gateway, String channel, String id, int number) {
    HttpCalls.Answer answer =
        calls(gateway)
            .post(
                "/v1/channels/" + channel + "/messages",
                "{\"id\":\"%s\",\"data\":%d}".formatted(id, number));
    assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    return parse(answer.text()).path("o").asLong();
  }

  private static String epochOf(String channel) {
    JsonNode page = parse(calls("gateway1").get("/v1/channels/" + channel + "/messages").text());
    return page.path("messages").get(0).path("e").asText();
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
    JsonNode frame = parse(next(client));
    while (!frame.path("p").asText().equals("msg")) {
      frame = parse(next(client));
    }
    return frame;
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
    } catch (com.fasterxml.jackson.core.JsonProcessingException broken) {
      throw new AssertionError(json, broken);
    }
  }
}
