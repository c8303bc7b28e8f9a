package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.Patience;
import dev.fanfare.testkit.Spec;
import dev.fanfare.testkit.WsClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What pusher-js falls back to where WebSockets do not get through, from outside. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class PusherFallbackTest {
  private static final Pattern NUMBER = Pattern.compile("\\{\\\\+\"n\\\\+\":(\\d+),");
  private static final int CLIENT_BUFFER = 262_144;
  private static final String QUERY = "?protocol=7&client=js&version=8.6.0&t=1&n=1";
  private static final String SUBSCRIBE =
      "[\"{\\\"event\\\":\\\"pusher:subscribe\\\",\\\"data\\\":{\\\"channel\\\":\\\"%s\\\"}}\"]";

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<DevServer> servers = new ArrayList<>();

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    servers.add(DevServer.start(folder, "--port", "0"));
  }

  @AfterAll
  void stop() {
    servers.forEach(DevServer::close);
  }

  @Test
  @Spec({"PUS-42", "PUS-43"})
  void aStreamGreetsAndGoesOn() throws Exception {
    try (BufferedReader stream = stream("dev", "1/streaming", QUERY)) {
      assertThat(stream.readLine()).isEqualTo("o");
      assertThat(stream.readLine()).startsWith("a[\"{\\\"event\\\":\\\"pusher:connection_est");
      assertThat(send("dev", "1/streaming", SUBSCRIBE.formatted("one"))).isEqualTo(204);
      assertThat(stream.readLine()).contains("subscription_succeeded");
      publish("one", "1");
      assertThat(stream.readLine()).startsWith("a[\"").contains("\\\"channel\\\":\\\"one\\\"");
      assertThat(send("dev", "1/streaming", "[]")).isEqualTo(204);
      assertThat(stream.readLine()).isEqualTo("h");
    }
  }

  @Test
  @Spec({"PUS-42", "PUS-44"})
  void aPollEndsWithWhatCame() throws Exception {
    String opened = poll("dev", "2/pollpoll", QUERY);
    if (opened.equals("o\n")) {
      opened += poll("dev", "2/pollpoll", QUERY);
    }
    assertThat(opened).startsWith("o\na[\"{\\\"event\\\":\\\"pusher:connection_established");
    assertThat(send("dev", "2/pollpoll", SUBSCRIBE.formatted("two"))).isEqualTo(204);
    assertThat(poll("dev", "2/pollpoll", QUERY)).contains("subscription_succeeded").endsWith("\n");
    publish("two", "1");
    assertThat(poll("dev", "2/pollpoll", QUERY)).contains("\\\"channel\\\":\\\"two\\\"");
  }

  @Test
  @Spec("PUS-45")
  void aCloseCodeReachesTheClient() throws Exception {
    try (BufferedReader stream = stream("nobody", "3/unknown1", QUERY)) {
      assertThat(stream.readLine()).isEqualTo("o");
      assertThat(stream.readLine()).contains("pusher:error").contains("4001");
      assertThat(stream.readLine()).startsWith("c[4001,\"");
      assertThat(stream.readLine()).isNull();
    }
    try (BufferedReader stream = stream("dev", "3/unknown2", "?client=js")) {
      assertThat(stream.lines().toList()).last().asString().startsWith("c[4008,\"");
    }
  }

  @Test
  @Spec("PUS-46")
  void aSessionIsKnownUnderItsKeyAlone() throws Exception {
    try (BufferedReader stream = stream("dev", "4/sessions", QUERY)) {
      assertThat(stream.readLine()).isEqualTo("o");
      assertThat(send("other", "4/sessions", "[]")).isEqualTo(404);
      assertThat(send("dev", "5/sessions", "[]")).isEqualTo(404);
      assertThat(send("dev", "4/sessions", "no JSON")).isEqualTo(400);
      assertThat(send("dev", "4/sessions", "[1]")).isEqualTo(400);
      assertThat(send("dev", "4/sessions", "[]")).isEqualTo(204);
    }
  }

  @Test
  @Spec("PUS-46")
  @Execution(ExecutionMode.CONCURRENT) // it waits for ten seconds
  void aSessionThatNobodyReceivesEndsSoon() throws Exception {
    stream("dev", "6/goneaway", QUERY).close();
    assertThat(send("dev", "6/goneaway", "[]")).isEqualTo(204);
    Patience.until("the session is gone", () -> send("dev", "6/goneaway", "[]") == 404);
  }

  @Test
  @Spec("PUS-43")
  void sixHundredKibibytesGoThroughOneSessionWithoutLoss() throws Exception {
    int batches = 26;
    int messages = batches * 5;
    String fill = "x".repeat(5_000);
    BufferedReader stream = stream("dev", "7/rollover", QUERY);
    long units = 0;
    for (int i = 0; i < 2; i++) {
      units += stream.readLine().length() + 1L;
    }
    send("dev", "7/rollover", SUBSCRIBE.formatted("much"));
    units += stream.readLine().length() + 1L;
    CompletableFuture<Void> publishing =
        CompletableFuture.runAsync(
            () -> {
              for (int batch = 0; batch < batches; batch++) {
                publishAll(
                    "much",
                    IntStream.rangeClosed(5 * batch + 1, 5 * batch + 5)
                        .mapToObj(n -> "{\"n\":" + n + ",\"fill\":\"" + fill + "\"}"));
              }
            });
    int rollovers = 0;
    long all = units;
    int next = 1;
    while (next <= messages) {
      String line = stream.readLine();
      assertThat(line).isNotNull().isNotEqualTo("o");
      units += line.length() + 1L;
      all += line.length() + 1L;
      Matcher number = NUMBER.matcher(line);
      if (number.find()) {
        assertThat(Integer.parseInt(number.group(1))).isEqualTo(next);
        next++;
      }
      if (units > CLIENT_BUFFER) {
        stream.close();
        stream = stream("dev", "7/rollover", QUERY + rollovers);
        units = 0;
        rollovers++;
      }
    }
    stream.close();
    publishing.join();
    assertThat(all).isGreaterThan(600 * 1_024);
    assertThat(rollovers).isEqualTo(2);
  }

  @Test
  @Spec({"PUS-47", "PUS-48"})
  void sixHundredKibibytesGoThroughOneSockJsSessionWhoseResponsesEnd() throws Exception {
    int batches = 26;
    int messages = batches * 5;
    String fill = "x".repeat(5_000);
    BufferedReader stream = sockJs("eventsource");
    assertThat(next(stream)).isEqualTo("o");
    sendSockJs("[\"{\\\"path\\\":\\\"/app/dev?protocol=7\\\"}\"]");
    assertThat(next(stream)).contains("connection_established");
    sendSockJs(SUBSCRIBE.formatted("sockjs"));
    assertThat(next(stream)).contains("subscription_succeeded");
    CompletableFuture<Void> publishing =
        CompletableFuture.runAsync(
            () -> {
              for (int batch = 0; batch < batches; batch++) {
                publishAll(
                    "sockjs",
                    IntStream.rangeClosed(5 * batch + 1, 5 * batch + 5)
                        .mapToObj(
                            n -> "{\"n\":" + n + ",\"rate\":\"100%\",\"fill\":\"" + fill + "\"}"));
              }
            });
    int responses = 1;
    int next = 1;
    while (next <= messages) {
      String line = stream.readLine();
      if (line == null) {
        stream = sockJs("eventsource");
        responses++;
      } else {
        assertThat(line).isNotEqualTo("data: o");
        Matcher number = NUMBER.matcher(line);
        if (number.find()) {
          assertThat(line).contains("100%25"); // the client takes % for an escape
          assertThat(Integer.parseInt(number.group(1))).isEqualTo(next);
          next++;
        }
      }
    }
    stream.close();
    publishing.join();
    assertThat(responses).isEqualTo(3);
  }

  @Test
  @Spec("PUS-47")
  void sockJsOverAWebSocketSaysTheCodeOfItsEnd() {
    try (WsClient socket =
        WsClient.connect(
            URI.create("ws://127.0.0.1:" + port() + "/pusher/10/webfocus/websocket"), Map.of())) {
      assertThat(socket.next()).isEqualTo("o");
      socket.send("[\"{\\\"path\\\":\\\"/app/nobody?protocol=7\\\"}\"]");
      assertThat(socket.next()).contains("pusher:error");
      assertThat(socket.next()).startsWith("c[4001,\"");
    }
  }

  @Test
  @Spec("PUS-42")
  void aBrowserMayAskFromAnotherOrigin() throws Exception {
    HttpRequest asks =
        request("dev", "8/preflight", "xhr_send", QUERY)
            .method("OPTIONS", BodyPublishers.noBody())
            .header("Origin", "https://shop.example")
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "content-type")
            .build();
    HttpResponse<String> answer = http.send(asks, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isBetween(200, 204);
    assertThat(answer.headers().firstValue("access-control-allow-origin")).isPresent();
    assertThat(answer.headers().firstValue("access-control-max-age")).isPresent();
  }

  @Test
  void pusherJsWorksOverEachTransport() throws Exception {
    NodeScript.needs("pusher-js");
    runs("pusher-fallback.mjs", "node", "xhr_streaming", "xhr_polling", "done");
  }

  @Test
  void pusherJsWorksOverEachTransportInABrowser() throws Exception {
    NodeScript.needsBrowser("pusher-js");
    runs(
        "pusher-fallback.mjs",
        "browser",
        "xhr_streaming",
        "xhr_polling",
        "sockjs",
        "sockjs-htmlfile",
        "done");
  }

  private void runs(String script, String where, String... says) throws Exception {
    String port = Integer.toString(port());
    try (NodeScript node = NodeScript.start(script, where, port, "dev", "dev-secret")) {
      assertThat(node.saysAll()).containsExactly(says);
    }
    assertThat(servers.get(0).log()).doesNotContain("ERROR");
  }

  private BufferedReader sockJs(String kind) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + port() + "/pusher/123/sockjs_1/" + kind);
    var answer = http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  /** The next frame in a stream of events. */
  private static String next(BufferedReader stream) throws IOException {
    String line = "";
    while (line.isEmpty()) {
      line = stream.readLine();
    }
    return line.substring("data: ".length());
  }

  private void sendSockJs(String body) {
    URI address = URI.create("http://127.0.0.1:" + port() + "/pusher/123/sockjs_1/xhr_send");
    assertThat(status(HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(body)).build()))
        .isEqualTo(204);
  }

  private BufferedReader stream(String key, String session, String query) throws Exception {
    HttpRequest asks =
        request(key, session, "xhr_streaming", query).POST(BodyPublishers.noBody()).build();
    var answer = http.send(asks, BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  private String poll(String key, String session, String query) throws Exception {
    HttpRequest asks = request(key, session, "xhr", query).POST(BodyPublishers.noBody()).build();
    return http.send(asks, BodyHandlers.ofString()).body();
  }

  private int send(String key, String session, String body) {
    return status(
        request(key, session, "xhr_send", "?t=1&n=2")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private void publish(String channel, String data) {
    publishAll(channel, Stream.of(data));
  }

  /** As one append, so that the frames of all of them are written together. */
  private void publishAll(String channel, Stream<String> data) {
    String basic =
        Base64.getEncoder().encodeToString("dev:dev-secret".getBytes(StandardCharsets.UTF_8));
    int status =
        status(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:" + port() + "/v1/channels/" + channel + "/messages"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        data.map(one -> "{\"data\":" + one + "}")
                            .collect(Collectors.joining(",", "[", "]"))))
                .build());
    assertThat(status).isEqualTo(201);
  }

  private int status(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException | InterruptedException broken) {
      throw new AssertionError(broken);
    }
  }

  private HttpRequest.Builder request(String key, String session, String kind, String query) {
    return HttpRequest.newBuilder(
        URI.create(
            "http://127.0.0.1:"
                + port()
                + "/pusher/app/"
                + key
                + "/"
                + session
                + "/"
                + kind
                + query));
  }

  private int port() {
    return servers.get(0).port();
  }
}
