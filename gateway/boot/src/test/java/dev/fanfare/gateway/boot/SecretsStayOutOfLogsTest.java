package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that looks wrong is sent to a server that logs as much as it can; no secret is in what
 * it wrote.
 */
@Timeout(60)
class SecretsStayOutOfLogsTest {
  /** Stands in everything that is secret here. */
  private static final String MARK = "h4sh-m3-s0ftly";

  private static final String ENCODED =
      Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(("{\"x\":\"" + MARK + "\"}").getBytes(StandardCharsets.UTF_8));
  private static final String TOKEN = ENCODED + "." + ENCODED + "." + MARK;

  @TempDir private Path folder = Path.of("");
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void badCredentialsAreRefusedAndNotWrittenDown() throws Exception {
    try (DevServer server =
        DevServer.start(folder, "--port", "0", "--log", "trace", "--app", "77:mine:" + MARK)) {
      String place = "localhost:" + server.port();
      for (String credential :
          List.of(
              "Bearer " + TOKEN,
              "Bearer " + MARK,
              "Basic " + basic("dev:" + MARK),
              "Basic " + basic("nobody:" + MARK),
              "Basic " + MARK,
              MARK)) {
        assertThat(publish(place, credential)).as(credential).isEqualTo(401);
      }
      assertThat(publish(place, "Basic " + basic("mine:" + MARK))).isEqualTo(201);
      http.send(
          HttpRequest.newBuilder(URI.create("http://" + place + "/v1/time?token=" + TOKEN)).build(),
          BodyHandlers.discarding());
      for (String frame :
          List.of(
              "{\"i\":1,\"op\":\"hello\",\"v\":1,\"token\":\"" + TOKEN + "\"}",
              "{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"dev:" + MARK + "\"}",
              "{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"" + MARK + "\"}",
              "{\"i\":1,\"op\":\"hello\",\"v\":2,\"token\":\"" + TOKEN + "\"}",
              "{\"op\":\"hello\",\"token\":\"" + MARK + "\"",
              MARK + "\n" + MARK + "\n" + MARK)) {
        converse(place, frame);
      }
      refusedBeforeTheUpgrade(place);

      assertThat(server.stop()).isZero();
      assertThat(server.log())
          .contains("Ended.")
          .doesNotContain(MARK)
          .doesNotContain(ENCODED)
          .doesNotContain(basic("dev:" + MARK))
          .doesNotContain("dev-secret");
    }
  }

  private int publish(String place, String credential) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + place + "/v1/channels/x/messages"))
            .header("authorization", credential)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString("{\"data\":1}"))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  /** Says one thing and waits until the server has answered and, asked or not, ended it. */
  private void converse(String place, String frame) throws Exception {
    CompletableFuture<String> answered = new CompletableFuture<>();
    WebSocket socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create("ws://" + place + "/v1/connect"), new Answer(answered))
            .get(10, TimeUnit.SECONDS);
    socket.sendText(frame, true).get(10, TimeUnit.SECONDS);
    assertThat(answered.get(10, TimeUnit.SECONDS)).contains("\"err\"").doesNotContain(MARK);
    socket.abort();
  }

  /** A token in the subprotocol is judged by the head of the request. */
  private void refusedBeforeTheUpgrade(String place) {
    CompletableFuture<WebSocket> refused =
        http.newWebSocketBuilder()
            .subprotocols("fanfare.v1.json", "fanfare.token." + TOKEN)
            .buildAsync(
                URI.create("ws://" + place + "/v1/connect"), new Answer(new CompletableFuture<>()));
    assertThat(refused)
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(WebSocketHandshakeException.class);
  }

  private static String basic(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Hears the first message. */
  private record Answer(CompletableFuture<String> first) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      first.complete(data.toString());
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      first.completeExceptionally(new CompletionException(error));
    }
  }
}
