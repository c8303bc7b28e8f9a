package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fanfare.testkit.HttpCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are given less memory than they need. One that goes on without it would be the
 * worst: it answers some and not others. So it ends with the JVM's exit code for it, and whoever
 * watches over it starts it again.
 */
class LowMemoryTest {
  private static final String SECRET = "a-secret-of-at-least-thirty-two-bytes";
  private static final String LARGE = "x".repeat(32_000);
  private static final int OUT_OF_MEMORY = 3;

  @TempDir private Path folder = Path.of("");

  @Test
  void aGatewayAnswersOrEnds() throws Exception {
    Path config = folder.resolve("fanfare.yaml");
    Files.writeString(
        config,
        """
        server: {warmUp: 0s}
        apps:
          - id: "1001"
            signingSecrets: [{id: key, secret: %s, presentable: true, capabilities: all}]
        """
            .formatted(SECRET));
    List<String> flags = List.of("-Xmx48m");
    Path log = folder.resolve("gateway.log");
    try (ProductProcess gateway =
        ProductProcess.gateway(config, List.of(), flags, log.toFile()).ready()) {
      HttpCalls calls = gateway.calls().basic("key", SECRET);
      int taken = 0;
      for (int i = 0; i < 3_000 && gateway.isAlive(); i++) {
        if (status(calls, "c" + i, "1") == 201) {
          taken++;
        }
      }

      assertThat(taken).as("some fit").isGreaterThan(100);
      assertThat(gateway.exitCode()).isEqualTo(OUT_OF_MEMORY);
      assertThat(Files.readString(log)).contains("OutOfMemoryError");
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "fanfare.full", matches = "true")
  void aMemberThatHasTooLittleEndsAndTakesNothingAcknowledgedWithIt() throws Exception {
    Map<String, List<String>> flags = Map.of("member3", List.of("-Xmx40m"));
    try (LocalCluster cluster = LocalCluster.start(folder, 1, Map.of(), flags)) {
      HttpCalls calls = HttpCalls.to(cluster.http("gateway1")).basic("key", SECRET);
      List<String> acknowledged = new ArrayList<>();
      for (int i = 0; i < 4_000 && (cluster.isAlive("member3") || i % 20 != 0); i++) {
        String channel = "c" + i;
        assertThat(isTaken(calls, channel)).as(channel).isTrue();
        acknowledged.add(channel);
      }

      assertThat(cluster.exitCode("member3")).isEqualTo(OUT_OF_MEMORY);
      ObjectMapper json = new ObjectMapper();
      for (String channel : acknowledged) {
        String page = calls.get("/v1/channels/" + channel + "/messages").text();
        assertThat(json.readTree(page).path("messages")).as(channel).hasSize(1);
      }

      cluster.startAgain("member3", List.of());
      assertThat(status(calls, acknowledged.get(0), "once")).isBetween(200, 201);
    }
  }

  /** It keeps the last messages of whatever its clients follow; here that is more than it has. */
  @Test
  @EnabledIfSystemProperty(named = "fanfare.full", matches = "true")
  void aGatewayOfAClusterThatHasTooLittleEndsAndItsClientsMissNothingElsewhere() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Map<String, List<String>> flags =
        Map.of("gateway2", List.of("-Xmx48m", "-Djava.io.tmpdir=" + temporary));
    try (LocalCluster cluster = LocalCluster.start(folder, 2, Map.of(), flags);
        Feed feed = new Feed(cluster, SECRET, 200)) {
      feed.follow("gateway1", 0, 20);
      for (int first = 0; first < 200; first += 50) {
        feed.follow("gateway2", first, 50);
      }
      for (int i = 0; i < 30 && cluster.isAlive("gateway2"); i++) {
        feed.publishToAll(LARGE, "gateway2", "gateway1");
      }

      assertThat(cluster.exitCode("gateway2")).isEqualTo(OUT_OF_MEMORY);
      assertThat(temporary).isEmptyDirectory();
      feed.everybodyMoves("gateway2", "gateway1");
      feed.publishToAll("the last", "gateway1", "gateway1");
      feed.everybodyHearsAll();
    }
  }

  /** As a publisher does who must not lose it, and who has a minute. */
  private static boolean isTaken(HttpCalls calls, String channel) {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    int status = status(calls, channel, "once");
    while (status != 201 && status != 200 && System.nanoTime() - end < 0) {
      status = status(calls, channel, "once");
    }
    return status == 201 || status == 200;
  }

  /** 0 when nobody answers. */
  private static int status(HttpCalls calls, String channel, String id) {
    String body = "{\"id\":\"%s\",\"data\":\"%s\"}".formatted(id, LARGE);
    try {
      return calls.post("/v1/channels/" + channel + "/messages", body).status();
    } catch (HttpCalls.Unanswered ended) {
      return 0;
    }
  }
}
