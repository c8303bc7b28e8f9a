package dev.fanfare.gateway.edge;

import static dev.fanfare.gateway.edge.RawClient.upgrade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.gateway.edge.EchoGate.Told;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoppingTest {
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void afterItStoppedAcceptingWhoIsThereStaysAndNobodyComes() throws Exception {
    try (RawClient socket = server.connect().open();
        RawClient http = server.connect();
        RawClient late = server.connect()) {
      server.hasConnections(3);
      await(server.server().stopAccepting());

      assertThatThrownBy(() -> server.connect()).isInstanceOf(ConnectException.class);
      socket.send(RawClient.text("still here"));
      socket.receivesText("still here");
      http.send("GET /text HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(http.answer().header("connection")).isEqualTo("close");
      http.receivesEnd();
      var answer = late.send(upgrade("/echo")).answer();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.has("retry-after")).isTrue();
    }
  }

  @Test
  void stoppingSaysGoodbyeToWebSocketsAndEndsWhenAllAreGone() throws Exception {
    try (RawClient socket = server.connect().open();
        RawClient idle = server.connect()) {
      server.hasConnections(2);
      var stopped = server.server().stop(Duration.ofSeconds(10));
      socket.receivesClose(1001);
      socket.send(RawClient.close(1001, ""));
      socket.receivesEnd();
      idle.receivesEnd();
      idle.leave();
      await(stopped);
      assertThat(server.server().connections()).isZero();
    }
  }

  @Test
  void whoeverDoesNotLeaveIsDroppedWhenTheGraceIsOver() throws Exception {
    try (RawClient socket = server.connect().open()) {
      server.gate().next(Told.Opened.class);
      await(server.server().stop(Duration.ofMillis(100)));
      socket.receivesClose(1001);
      socket.receivesEnd();
      assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(false, 1006));
    }
  }

  @Test
  void aRequestThatIsUnderWayIsAnsweredFirst() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab");
      server.hasConnections(1);
      var stopped = server.server().stop(Duration.ofSeconds(10));
      client.send("cd");
      assertThat(client.answer().body()).endsWith("abcd");
      client.receivesEnd();
      client.leave();
      await(stopped);
    }
  }

  @Test
  void aPortThatIsTakenIsAFailure() {
    var second =
        EdgeServer.start(
            server.loops(),
            "127.0.0.1",
            server.port(),
            EdgeOptions.DEFAULT,
            java.util.List.of(),
            server.gate());
    assertThatThrownBy(() -> await(second))
        .hasMessageContaining("Cannot listen on 127.0.0.1:" + server.port());
  }

  private static <T> void await(io.vertx.core.Future<T> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(15, TimeUnit.SECONDS);
  }
}
