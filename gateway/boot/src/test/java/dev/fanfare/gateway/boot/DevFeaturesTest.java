package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.fanfare.testkit.Patience;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code dev} switches on, in a process as users start it. */
class DevFeaturesTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> told = new CopyOnWriteArrayList<>();

  @TempDir Path folder;

  @Test
  void webhooksAreDeliveredSignedAndTheOperatorCanStopThem() throws Exception {
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          told.add(
              exchange.getRequestHeaders().getFirst("X-Pusher-Key")
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Pusher-Signature")
                  + " "
                  + body);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    receiver.start();
    String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
    try (DevServer server = DevServer.start(folder, "--port", "0", "--webhook", url)) {
      WebSocket first = subscribe(server, "room-1");
      Patience.until(
          "the receiver hears of the channel",
          () -> told.stream().anyMatch(event -> event.contains("\"channel_occupied\"")));
      assertThat(told.get(0)).matches("dev [0-9a-f]{64} \\{\"time_ms\":.*");

      assertThat(operator(server, "{\"options\":{\"webhooks\":[]}}").statusCode()).isEqualTo(200);
      WebSocket second = subscribe(server, "room-2");
      assertThat(operator(server, "{\"options\":{\"webhooks\":null}}").statusCode()).isEqualTo(200);
      Patience.until(
          "facts that nobody wants are let go", () -> metric(server, "fanfare_facts_waiting") == 0);
      WebSocket third = subscribe(server, "room-3");
      Patience.until(
          "the receiver hears again",
          () -> told.stream().anyMatch(event -> event.contains("room-3")));
      assertThat(first).isNotNull();
      assertThat(second).isNotNull();
      assertThat(third).isNotNull();
    } finally {
      receiver.stop(0);
    }
  }

  @Test
  void aSecondPortSpeaksTlsForRequestsAndWebSockets() throws Exception {
    try (DevServer server = DevServer.start(folder, "--port", "0", "--tls", "--tls-port", "0")) {
      int port = Integer.parseInt(found(server, "https://localhost:(\\d+)/"));
      HttpClient trusting = HttpClient.newBuilder().sslContext(trusting()).build();

      HttpResponse<String> time =
          trusting.send(
              HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/v1/time")).build(),
              BodyHandlers.ofString());
      assertThat(time.statusCode()).isEqualTo(200);
      WebSocket socket =
          trusting
              .newWebSocketBuilder()
              .buildAsync(
                  URI.create("wss://localhost:" + port + "/v1/connect"),
                  new WebSocket.Listener() {})
              .get(10, TimeUnit.SECONDS);
      assertThat(socket.isInputClosed()).isFalse();
      socket.abort();
    }
  }

  private WebSocket subscribe(DevServer server, String channel) throws Exception {
    WebSocket socket =
        http.newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://localhost:" + server.port() + "/v1/connect"),
                new WebSocket.Listener() {})
            .get(10, TimeUnit.SECONDS);
    String hello =
        "{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"dev:dev-secret\",\"subs\":{\"%s\":{}}}"
            .formatted(channel);
    socket.sendText(hello, true).get(10, TimeUnit.SECONDS);
    return socket;
  }

  private HttpResponse<String> operator(DevServer server, String patch) throws Exception {
    return http.send(
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + server.port() + "/v1/operator/apps/1001"))
            .header("authorization", "Bearer " + server.operatorToken())
            .header("content-type", "application/merge-patch+json")
            .method("PATCH", BodyPublishers.ofString(patch))
            .build(),
        BodyHandlers.ofString());
  }

  private double metric(DevServer server, String name) {
    try {
      String page =
          http.send(
                  HttpRequest.newBuilder(
                          URI.create("http://localhost:" + server.managementPort() + "/metrics"))
                      .build(),
                  BodyHandlers.ofString())
              .body();
      Matcher line = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(page);
      return line.find() ? Double.parseDouble(line.group(1)) : -1;
    } catch (java.io.IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static String found(DevServer server, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(server.banner());
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  /** Trusts what the server made for itself, as a developer's client is told to. */
  private static SSLContext trusting() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
    return context;
  }

  private static final class TrustsAll extends javax.net.ssl.X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
