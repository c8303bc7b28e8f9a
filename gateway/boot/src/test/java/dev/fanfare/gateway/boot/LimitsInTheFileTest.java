package dev.fanfare.gateway.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.Patience;
import dev.fanfare.testkit.WsClient;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limits as they stand in the file do on the wire what their page says. */
@Timeout(120)
class LimitsInTheFileTest {
  private static final String APP =
      """
      apps:
        - id: 5
          signingSecrets: [{id: k, secret: s, presentable: true, capabilities: all}]
      """;

  @TempDir private Path folder = Path.of("");
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Object> kept = new ArrayList<>(); // what is collected is closed

  @Test
  void opensPerSecondTurnsTheNextAwayWith503AndLetsItInLater() throws Exception {
    try (DevServer server = start("limits: {opensPerSecond: 1}\n" + APP)) {
      HttpResponse<?> turnedAway = openUntilTurnedAway(server);

      assertThat(turnedAway.statusCode()).isEqualTo(503);
      assertThat(turnedAway.headers().firstValueAsLong("Retry-After")).isPresent();
      Patience.until("somebody is let in again", () -> opens(server));
    }
  }

  @Test
  void sessionsReadsAndChannelsEndWhereTheFileSays() throws Exception {
    try (DevServer server =
        start(
            "limits: {sessions: 2, readsPerSecond: 1}\nstore: {channels: 4}\n"
                + APP
                + "    limits: {channels: 3}\n")) {
      assertThat(session(server, "session1").statusCode()).isEqualTo(200);
      assertThat(session(server, "session2").statusCode()).isEqualTo(200);
      HttpResponse<?> third = session(server, "session3");
      assertThat(third.statusCode()).isEqualTo(503);
      assertThat(third.headers().firstValueAsLong("Retry-After")).isPresent();

      HttpResponse<String> tooFast = readUntilRefused(server);
      assertThat(tooFast.body()).contains("\"code\":52900");
      assertThat(tooFast.headers().firstValueAsLong("Retry-After")).isPresent();

      for (String channel : List.of("a", "b", "c")) {
        assertThat(publish(server, channel).statusCode()).isEqualTo(201);
      }
      HttpResponse<String> appIsFull = publish(server, "d");
      assertThat(appIsFull.statusCode()).isEqualTo(429);
      assertThat(appIsFull.body()).contains("\"code\":52901", "3 channels");
      assertThat(publish(server, "a").statusCode()).isEqualTo(201);
    }
  }

  @Test
  void aStoreTakesNoMoreChannelsThanTheFileSays() throws Exception {
    try (DevServer server = start("store: {channels: 1}\n" + APP)) {
      assertThat(publish(server, "a").statusCode()).isEqualTo(201);

      HttpResponse<String> full = publish(server, "b");
      assertThat(full.statusCode()).isEqualTo(503);
      assertThat(full.body()).contains("\"code\":50300");
      assertThat(full.headers().firstValueAsLong("Retry-After")).isPresent();
      assertThat(publish(server, "a").statusCode()).isEqualTo(201);
    }
  }

  @Test
  void whatMayWaitForTheStoreIsBoundedForAConnectionAndForAnApp() throws Exception {
    try (DevServer server =
        start("limits: {waitingBytesPerConnection: 64KiB}\n" + APP, "--store", "hazelcast")) {
      assertThat(refusalOfABurst(server)).contains("\"code\":50300", "\"retryAfterMs\"");
      // What waits for an app is far from its bound: a backend has no connection.
      assertThat(publish(server, "other").statusCode()).isEqualTo(201);
    }
    try (DevServer server =
        start("limits: {waitingBytesPerApp: 64KiB}\n" + APP, "--store", "hazelcast")) {
      assertThat(refusalOfABurst(server)).contains("\"code\":50300", "\"retryAfterMs\"");
    }
  }

  private DevServer start(String file, String... arguments) throws Exception {
    Path config = Files.createTempFile(folder, "fanfare", ".yaml");
    Files.writeString(config, file);
    List<String> all = new ArrayList<>(List.of("--port", "0", "--config", config.toString()));
    all.addAll(List.of(arguments));
    return DevServer.start(folder, all.toArray(String[]::new));
  }

  private HttpResponse<?> openUntilTurnedAway(DevServer server) {
    while (true) {
      try {
        kept.add(open(server));
      } catch (CompletionException refused) {
        if (refused.getCause() instanceof WebSocketHandshakeException answered) {
          return answered.getResponse();
        }
        throw refused;
      }
    }
  }

  private boolean opens(DevServer server) {
    try {
      return kept.add(open(server));
    } catch (CompletionException refused) {
      return false;
    }
  }

  private WebSocket open(DevServer server) {
    URI address = URI.create("ws://localhost:" + server.port() + "/v1/connect");
    return http.newWebSocketBuilder().buildAsync(address, new WebSocket.Listener() {}).join();
  }

  /** A stream that goes on until the server or this test ends. */
  private HttpResponse<InputStream> session(DevServer server, String name) throws Exception {
    URI address =
        URI.create(
            "http://localhost:"
                + server.port()
                + "/pusher/app/k/123/"
                + name
                + "/xhr_streaming?protocol=7");
    HttpRequest asks = HttpRequest.newBuilder(address).POST(BodyPublishers.noBody()).build();
    HttpResponse<InputStream> answer = http.send(asks, BodyHandlers.ofInputStream());
    kept.add(answer);
    return answer;
  }

  private HttpResponse<String> readUntilRefused(DevServer server) throws Exception {
    HttpResponse<String> answer = http.send(withKey(server, "room").build(), body());
    while (answer.statusCode() == 200) {
      answer = http.send(withKey(server, "room").build(), body());
    }
    assertThat(answer.statusCode()).isEqualTo(429);
    return answer;
  }

  private HttpResponse<String> publish(DevServer server, String channel) throws Exception {
    HttpRequest asks =
        withKey(server, channel)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"data\":1}"))
            .build();
    return http.send(asks, body());
  }

  private static HttpRequest.Builder withKey(DevServer server, String channel) {
    return HttpRequest.newBuilder(
            URI.create(
                "http://localhost:" + server.port() + "/v1/channels/" + channel + "/messages"))
        .header(
            "Authorization", "Basic " + Base64.getEncoder().encodeToString("k:s".getBytes(UTF_8)));
  }

  private static HttpResponse.BodyHandler<String> body() {
    return BodyHandlers.ofString();
  }

  /** Twenty messages of 40 KB in one go: a store over a network answers none of them before. */
  private String refusalOfABurst(DevServer server) {
    URI address = URI.create("ws://localhost:" + server.port() + "/v1/connect");
    try (WsClient client = WsClient.connect(address)) {
      client.send("{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"k:s\"}");
      client.expect("\"ok\"");
      StringBuilder burst = new StringBuilder();
      for (int i = 2; i < 22; i++) {
        burst
            .append("{\"i\":")
            .append(i)
            .append(",\"op\":\"pub\",\"channel\":\"room\",\"data\":\"")
            .append("x".repeat(40_000))
            .append("\"}\n");
      }
      client.send(burst.toString());
      return client.expect("\"err\"");
    }
  }
}
