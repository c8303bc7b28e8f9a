package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.HttpCalls;
import dev.fanfare.testkit.WsClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory outside of the heap runs short where many clients read nothing. A message that found no
 * room would be a hole that nobody is told of; so those who are slow go before there is none.
 */
class DirectMemoryTest {
  private static final String SECRET = "a-secret-of-at-least-thirty-two-bytes";
  private static final String KEY = "key:" + SECRET;
  private static final String LARGE = "x".repeat(60_000);
  private static final int SLOW = 20;

  /** Of each client: what the system takes in for it, some megabytes, and then its 4 MiB. */
  private static final int ROUNDS = 250;

  @TempDir private Path folder = Path.of("");

  @Test
  @EnabledIfSystemProperty(named = "fanfare.full", matches = "true")
  void whoReadsNothingTakesNoRoomFromThoseWhoDo() throws Exception {
    Path config = folder.resolve("fanfare.yaml");
    Files.writeString(
        config,
        """
        apps:
          - id: "1001"
            signingSecrets: [{id: key, secret: %s, presentable: true, capabilities: all}]
        """
            .formatted(SECRET));
    List<String> flags = List.of("-Xmx256m", "-XX:MaxDirectMemorySize=32m");
    Path log = folder.resolve("gateway.log");
    List<WsClient> slow = new ArrayList<>();
    try (ProductProcess gateway =
        ProductProcess.gateway(config, List.of(), flags, log.toFile()).ready()) {
      HttpCalls calls = gateway.calls().basic("key", SECRET);
      publish(calls, "well", 1);
      try (Follower well = Follower.of(List.of("well"), gateway.socket(), KEY)) {
        for (int i = 0; i < SLOW; i++) {
          slow.add(readsNothing(gateway, "slow" + i));
        }
        for (int round = 2; round <= ROUNDS; round++) {
          for (int i = 0; i < SLOW; i++) {
            publish(calls, "slow" + i, round);
          }
          publish(calls, "well", round);
          well.listen();
        }

        well.hears(Map.of("well", (long) ROUNDS));
        assertThat(well.isConnected()).isTrue();
      }
    } finally {
      slow.forEach(WsClient::close);
    }
    assertThat(Files.readString(log)).doesNotContain("OutOfDirectMemoryError");
  }

  private static WsClient readsNothing(ProductProcess gateway, String channel) {
    WsClient client = WsClient.connect(gateway.socket(), "fanfare.v1.json");
    client.send(
        "{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"%s\",\"subs\":{\"%s\":{}}}"
            .formatted(KEY, channel));
    client.expect("\"state\":\"full\"");
    client.stopReading();
    return client;
  }

  private static void publish(HttpCalls calls, String channel, int number) {
    String body = "{\"data\":{\"n\":%d,\"fill\":\"%s\"}}".formatted(number, LARGE);
    assertThat(calls.post("/v1/channels/" + channel + "/messages", body).status())
        .as(channel + " " + number)
        .isEqualTo(201);
  }
}
