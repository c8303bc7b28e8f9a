package dev.fanfare.testkit;

import static dev.fanfare.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WsClientTest {
  private static Vertx vertx;
  private static URI address;

  /** A server that sends back what it gets, and does as the words "close" and "drop" say. */
  @BeforeAll
  static void startServer() {
    vertx = Vertx.vertx();
    HttpServerOptions options =
        new HttpServerOptions().setHost("127.0.0.1").setPort(0).addWebSocketSubProtocol("two");
    HttpServer server =
        await(
            vertx
                .createHttpServer(options)
                .webSocketHandshakeHandler(
                    handshake -> {
                      if (handshake.path().equals("/forbidden")) {
                        handshake.reject(403);
                      } else {
                        handshake.accept();
                      }
                    })
                .webSocketHandler(WsClientTest::serve)
                .listen());
    address = URI.create("ws://127.0.0.1:" + server.actualPort());
  }

  @AfterAll
  static void stopServer() {
    await(vertx.close());
  }

  private static void serve(ServerWebSocket socket) {
    socket.binaryMessageHandler(
        bytes -> socket.writeBinaryMessage(Buffer.buffer(bytes.getBytes())));
    socket.textMessageHandler(
        text -> {
          switch (text) {
            case "close" -> socket.close((short) 4503, "too slow");
            case "drop" -> socket.shutdown(0, java.util.concurrent.TimeUnit.MILLISECONDS);
            default -> socket.writeTextMessage(text);
          }
        });
  }

  @Test
  void whatIsSentComesBackLineByLine() {
    try (WsClient client = WsClient.connect(address, "one", "two")) {
      client.send("first").send("second\nthird").send("fourth");

      assertThat(client.subprotocol()).isEqualTo("two");
      assertThat(client.next()).isEqualTo("first");
      assertThat(client.expect("ir")).isEqualTo("third");
      assertThat(client.expect("a long one", frame -> frame.length() > 5)).isEqualTo("fourth");
      assertThat(client.unread()).isEmpty();
    }
  }

  @Test
  void bytesComeBackAsBytes() {
    try (WsClient client = WsClient.connect(address)) {
      client.send(new byte[] {1, 0, -1});

      assertThat(client.nextBinary()).containsExactly(1, 0, -1);
    }
  }

  @Test
  void theServersCloseIsSeen() {
    try (WsClient client = WsClient.connect(address)) {
      client.send("close");

      assertThat(client.closeCode()).isEqualTo(4503);
      assertThat(client.closeReason()).isEqualTo("too slow");
    }
  }

  @Test
  void whatDoesNotComeFailsTheTestAndTellsWhatCame() {
    try (WsClient client = WsClient.connect(address)) {
      client.send("something else").send("close");
      client.closeCode();

      assertThatThrownBy(() -> client.expect("what is wanted"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContainingAll("what is wanted", "something else", "4503");
    }
  }

  @Test
  void aRefusedHandshakeIsSeenWithItsStatus() {
    assertThat(WsClient.tryConnect(address.resolve("/forbidden"), Map.of()))
        .failsWithin(WsClient.LIMIT)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
  }

  @Test
  void aClientThatDoesNotReadGetsEverythingLater() {
    try (WsClient client = WsClient.connect(address)) {
      client.stopReading();
      client.send("one").send("two").send("three");
      client.read();

      assertThat(client.next()).isEqualTo("one");
      assertThat(client.next()).isEqualTo("two");
      assertThat(client.next()).isEqualTo("three");
    }
  }
}
