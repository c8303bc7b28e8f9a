package dev.fanfare.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpCallsTest {
  private HttpServer server;
  private HttpCalls calls;

  /** A server that tells what it was asked. */
  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          String heard =
              String.join(
                  "|",
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                  String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                  body);
          exchange.getResponseHeaders().set("X-Test", "yes");
          exchange.sendResponseHeaders(418, heard.getBytes(UTF_8).length);
          exchange.getResponseBody().write(heard.getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    calls = HttpCalls.to(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void whatIsAskedAndAnsweredArrives() {
    HttpCalls.Answer answer = calls.basic("key", "s:e").post("/v1/a%2Fb?x=1", "{\"ä\":1}");

    assertThat(answer.status()).isEqualTo(418);
    assertThat(answer.header("x-test")).contains("yes");
    assertThat(answer.header("x-none")).isEmpty();
    assertThat(answer.text())
        .isEqualTo("POST|/v1/a%2Fb?x=1|Basic a2V5OnM6ZQ==|application/json|{\"ä\":1}");
  }

  @Test
  void callsWithACredentialLeaveThoseWithoutAsTheyAre() {
    HttpCalls withToken = calls.bearer("a.b.c");

    assertThat(withToken.get("/").text()).isEqualTo("GET|/|Bearer a.b.c|null|");
    assertThat(calls.get("/").text()).isEqualTo("GET|/|null|null|");
    assertThat(calls.with("Content-Type", "text/plain").post("/", "hi").text())
        .isEqualTo("POST|/|null|text/plain|hi");
    assertThat(calls.call("DELETE", "/x", new byte[0]).text()).startsWith("DELETE|/x|");
  }
}
