package dev.fanfare.gateway.boot.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.gateway.boot.metrics.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final Metrics metrics = new Metrics("test");
  private final Readiness readiness =
      new Readiness(state -> metrics.ready(state instanceof Readiness.State.Ready));
  private ManagementServer server;

  @BeforeEach
  void start() throws IOException {
    server = ManagementServer.start("127.0.0.1", 0, metrics, readiness);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aProcessThatRunsIsAlive() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void readinessFollowsTheGateway() throws Exception {
    assertThat(get("/ready").statusCode()).isEqualTo(503);
    assertThat(get("/ready").body()).isEqualTo("starting: the gateway is starting\n");

    readiness.become(new Readiness.State.Ready());
    assertThat(get("/ready").statusCode()).isEqualTo(200);
    assertThat(get("/metrics").body()).contains("fanfare_ready 1.0");

    readiness.become(new Readiness.State.Draining());
    assertThat(get("/ready").statusCode()).isEqualTo(503);
    assertThat(get("/ready").body()).startsWith("draining");
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(get("/metrics").body()).contains("fanfare_ready 0.0");
  }

  @Test
  void metricsAreInPrometheusTextFormat() throws Exception {
    HttpResponse<String> page = get("/metrics");

    assertThat(page.headers().firstValue("content-type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(page.body()).contains("# TYPE fanfare_messages_published_total counter");
  }

  @Test
  void thereIsNothingElse() throws Exception {
    for (String path :
        List.of("/", "/metrics/", "/metrics/x", "/healthy", "/v1/time", "/..%2fetc")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
    HttpResponse<String> post =
        http.send(
            HttpRequest.newBuilder(uri("/health")).POST(BodyPublishers.ofString("x")).build(),
            BodyHandlers.ofString());
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("allow")).contains("GET, HEAD");
  }

  @Test
  void peersThatSendHalfARequestDoNotSilenceIt() throws Exception {
    List<Socket> halves = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        halves.add(socket);
        socket
            .getOutputStream()
            .write("GET /health HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(get("/health").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : halves) {
        socket.close();
      }
    }
  }

  @Test
  void aTakenPortIsNamed() {
    assertThatThrownBy(() -> ManagementServer.start("127.0.0.1", server.port(), metrics, readiness))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + server.port());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
