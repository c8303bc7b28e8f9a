package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fanfare.testkit.HttpCalls;
import dev.fanfare.testkit.Patience;
import dev.fanfare.testkit.Racing;
import dev.fanfare.testkit.RandomRouting;
import dev.fanfare.testkit.WsClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three gateways, three members and Redis as processes, and what clients see when one after the
 * other is killed. One cluster for all; the later tests break more.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterTest {
  private static final Path ROOT = Path.of(System.getProperty("fanfare.root", "../.."));
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "key:a-secret-of-at-least-thirty-two-bytes";

  @TempDir private static Path folder = Path.of("");
  private static Optional<LocalCluster> running = Optional.empty();

  @BeforeAll
  static void start() throws Exception {
    running = Optional.of(LocalCluster.start(folder, 3));
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
  void whatAnOperatorChangesHoldsOnEveryGatewayAndForThoseThatStartLater() throws Exception {
    assertThat(operator("gateway1", "1001", "PATCH", "{\"limits\":{\"messageBytes\":100}}"))
        .isEqualTo(200);
    Patience.until("the other gateway knows", () -> publishesLong("gateway2") == 413);
    assertThat(publishesLong("gateway1")).isEqualTo(413);

    cluster().kill("gateway2");
    cluster().startAgain("gateway2");
    assertThat(publishesLong("gateway2")).isEqualTo(413);

    assertThat(operator("gateway2", "1001", "DELETE", "")).isEqualTo(204);
    Patience.until("the other gateway knows", () -> publishesLong("gateway1") == 201);
  }

  @Test
  @Order(3)
  void whatAnOperatorChangesReachesConnectionsThatAreOpenOnAnotherGateway() throws Exception {
    try (WsClient open =
        WsClient.connect(
            cluster().socket("gateway2").resolve("/app/vendor?protocol=7"), Map.of())) {
      open.expect("connection_established");
      String counts = "{\"options\":{\"subscriptionCounts\":%s}}";
      assertThat(operator("gateway1", "1002", "PATCH", counts.formatted("false"))).isEqualTo(200);
      open.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"counted\"}}");
      open.expect("subscription_succeeded");

      assertThat(operator("gateway1", "1002", "PATCH", counts.formatted("true"))).isEqualTo(200);

      open.expect("pusher_internal:subscription_count");
      assertThat(operator("gateway1", "1002", "DELETE", "")).isEqualTo(204);
    }
  }

  /** Each connection, and so each request of a session over HTTP, comes to any gateway. */
  @Test
  @Order(3)
  void pushersOwnLibrariesWorkWithoutStickiness() throws Exception {
    List<Integer> ports =
        Stream.of("gateway1", "gateway2", "gateway3").map(cluster()::port).toList();
    try (RandomRouting routing = new RandomRouting(7, ports)) {
      new VendorClients(routing.port()).work();

      assertThat(List.of(0, 1, 2)).allSatisfy(i -> assertThat(routing.routedTo(i)).isPositive());
    }
  }

  @Test
  @Order(4)
  void whoIsSentAwayIsSentAwayByEveryGateway() throws Exception {
    try (WsClient one = connects("gateway1");
        WsClient other = joins("gateway2", "away", "{}")) {
      assertThat(sendsAway("gateway2", helloOf(one, "away", "{}"))).isBetween(200, 204);

      Patience.until("it is closed", () -> !one.isOpen());
      assertThat(other.isOpen()).isTrue();
    }
  }

  @Test
  @Order(5)
  void withoutTheBusWhoIsSentAwayGoesWithinSeconds() throws Exception {
    try (WsClient one = connects("gateway1")) {
      JsonNode hello = helloOf(one, "away", "{}");
      cluster().kill("redis");
      assertThat(sendsAway("gateway2", hello)).isBetween(200, 204);

      Patience.until("it is closed", () -> !one.isOpen());
    }
    cluster().startRedis();
    Patience.until(
        "the bus is found again",
        () ->
            Stream.of("gateway1", "gateway2")
                .allMatch(
                    gateway -> cluster().metrics(gateway).contains("fanfare_bus_connected 1.0")));
  }

  @Test
  @Order(6)
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
  @Order(7)
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
  @Order(8)
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
  @Order(9)
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
    Patience.until(
        "it is missed",
        () -> cluster().metrics("member1").contains("fanfare_under_replicated 1.0"));
    cluster().startAgain("member2");
  }

  /** Those who are well must go on hearing each other: with one more gone, logs would be gone. */
  @Test
  @Order(10)
  void aMemberThatStandsStillTakesNobodyElseWithIt() throws Exception {
    for (int i = 0; i < 30; i++) {
      publish("gateway1", "still" + i, "before", i);
    }

    cluster().pause("member1");
    try {
      Patience.until(
          "it is held for dead", () -> members("member2") == 2 && members("member3") == 2);
      for (int i = 0; i < 30; i++) {
        assertThat(publish("gateway2", "still" + i, "meanwhile", i)).isEqualTo(2);
      }
      assertThat(members("member2")).isEqualTo(2);
      assertThat(members("member3")).isEqualTo(2);
    } finally {
      cluster().goOn("member1");
    }

    cluster().membersAreReady();
    for (int i = 0; i < 30; i++) {
      assertThat(publish("gateway1", "still" + i, "after", i)).isEqualTo(3);
    }
  }

  /** One of three is no majority, though it still holds the one that stands still for alive. */
  @Test
  @Order(11)
  void whatOneMemberAloneHasIsNotAcknowledged() throws Exception {
    // The eldest, after what happened before, is member3: it decides who is one of them.
    cluster().pause("member2");
    cluster().kill("member1");
    try (ExecutorService publishers = Executors.newFixedThreadPool(30)) {
      List<Future<Integer>> statuses = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        String path = "/v1/channels/alone" + i + "/messages";
        String body = "{\"id\":\"alone\",\"data\":1}";
        statuses.add(publishers.submit(() -> calls("gateway1").post(path, body).status()));
      }
      for (Future<Integer> status : statuses) {
        assertThat(status.get()).isGreaterThanOrEqualTo(500);
      }
    } finally {
      cluster().goOn("member2");
    }

    cluster().startAgain("member1");
    for (int i = 0; i < 30; i++) {
      assertThat(publish("gateway1", "alone" + i, "alone", 1)).isEqualTo(1);
    }
  }

  @Test
  @Order(12)
  void everyProcessTellsWhatItsOperatorHasToKnowAndTheGuideExplainsIt() throws Exception {
    String gateway = cluster().metrics("gateway1");
    String member = cluster().metrics("member1");

    assertThat(gateway)
        .contains(
            "fanfare_gap_backfills_total",
            "fanfare_gaps_to_clients_total",
            "fanfare_deaf_resubscribes_total",
            "fanfare_head_lag_entries_count",
            "fanfare_subscriptions_total{answer=\"full\",}",
            "fanfare_epoch_changes_total",
            "fanfare_lease_age_seconds",
            "fanfare_store_seconds_count",
            "fanfare_store_read_seconds_count",
            "fanfare_bus_publish_seconds_count",
            "fanfare_bus_publish_failures_total")
        .doesNotContain("fanfare_bus_publish_seconds_count 0.0", "fanfare_store_seconds_count 0.0")
        .doesNotContain("fanfare_head_lag_entries_count 0.0");
    assertThat(member).contains("fanfare_under_replicated", "fanfare_fenced_writes");
    String guide = Files.readString(ROOT.resolve("docs/guide/operations.md"));
    assertThat(
            (gateway + member)
                .lines()
                .filter(line -> line.matches("# TYPE fanfare_.*(?<!_created) [a-z]+")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(guide).contains("`" + line.split(" ", -1)[2] + "`"));
    assertThat(gateway + member)
        .as("nothing of a tenant")
        .doesNotContain("1001", "busless", "resumed", "\"key");
  }

  @Test
  @Order(13)
  void everybodyEndsInAnOrderlyWay() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertThat(publish("gateway1", "ending" + i, "before", i)).isEqualTo(1);
    }
    assertThat(cluster().end("gateway1")).isZero();
    assertThat(cluster().end("member1")).isZero();
    for (int i = 0; i < 30; i++) {
      assertThat(publish("gateway2", "ending" + i, "after", i)).isEqualTo(2);
    }
  }

  private static int members(String name) {
    return cluster()
        .metrics(name)
        .lines()
        .filter(line -> line.startsWith("fanfare_store_members "))
        .mapToInt(line -> (int) Double.parseDouble(line.split(" ", -1)[1]))
        .findFirst()
        .orElseThrow();
  }

  private static LocalCluster cluster() {
    return running.orElseThrow();
  }

  private static HttpCalls calls(String gateway) {
    String[] pair = KEY.split(":", 2);
    return HttpCalls.to(cluster().http(gateway)).basic(pair[0], pair[1]);
  }

  /** As a publisher does who must not lose it: again with the same id, until it is answered. */
  private static long publish(String gateway, String channel, String id, int number) {
    List<HttpCalls.Answer> answers = new ArrayList<>();
    Patience.until(
        "it is taken",
        () -> {
          HttpCalls.Answer answer =
              calls(gateway)
                  .post(
                      "/v1/channels/" + channel + "/messages",
                      "{\"id\":\"%s\",\"data\":%d}".formatted(id, number));
          answers.add(answer);
          return answer.status() < 500;
        });
    HttpCalls.Answer last = answers.get(answers.size() - 1);
    assertThat(last.status()).as(last.text()).isBetween(200, 201);
    return parse(last.text()).path("o").asLong();
  }

  private static String epochOf(String channel) {
    JsonNode page = parse(calls("gateway1").get("/v1/channels/" + channel + "/messages").text());
    return page.path("messages").get(0).path("e").asText();
  }

  private static WsClient joins(String gateway, String channel, String options) {
    WsClient client = connects(gateway);
    helloOf(client, channel, options);
    return client;
  }

  private static WsClient connects(String gateway) {
    return WsClient.connect(cluster().socket(gateway), "fanfare.v1.json");
  }

  /** The answer to it. */
  private static JsonNode helloOf(WsClient client, String channel, String options) {
    client.send(
        "{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"%s\",\"subs\":{\"%s\":%s}}"
            .formatted(KEY, channel, options));
    JsonNode answer = parse(client.expect("\"connection\":"));
    client.expect("\"state\":\"full\"");
    return answer;
  }

  private static int sendsAway(String gateway, JsonNode hello) {
    String connection = hello.findValue("connection").asText();
    return calls(gateway).post("/v1/connections/" + connection + "/disconnect", "{}").status();
  }

  private static int operator(String gateway, String app, String method, String body) {
    return HttpCalls.to(cluster().http(gateway))
        .bearer(LocalCluster.OPERATOR_TOKEN)
        .with("Content-Type", "application/merge-patch+json")
        .call(method, "/v1/operator/apps/" + app, body.getBytes(StandardCharsets.UTF_8))
        .status();
  }

  private static int publishesLong(String gateway) {
    String body = "{\"data\":\"%s\"}".formatted("x".repeat(200));
    return calls(gateway).post("/v1/channels/long/messages", body).status();
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
