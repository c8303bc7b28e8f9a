package dev.fanfare.gateway.edge;

import static dev.fanfare.gateway.edge.RawClient.frame;
import static dev.fanfare.gateway.edge.RawClient.header;
import static dev.fanfare.gateway.edge.RawClient.upgrade;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.edge.EchoGate.Told;
import dev.fanfare.gateway.edge.http.HttpOptions;
import dev.fanfare.gateway.edge.websocket.WebSocketOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever is slower than they may be is sent away, and leaves nothing behind. */
class DeadlineTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(60);

  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        TestServer.start(
            EdgeOptions.DEFAULT
                .withHttp(new HttpOptions(8_192, 8_192, SHORT, SHORT, SHORT, SHORT, SHORT))
                .withWebSocket(
                    WebSocketOptions.DEFAULT
                        .withHeartbeat(SHORT)
                        .withMessageDeadline(Duration.ofMillis(900))
                        .withDeadlines(SHORT, SHORT)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void silenceEndsWithoutAWord() throws Exception {
    try (RawClient client = server.connect()) {
      client.receivesEnd();
      server.hasConnections(0);
    }
  }

  @Test
  void halfAHandshakeIsAnsweredWith408() throws Exception {
    try (RawClient client = server.connect()) {
      client.send(upgrade("/echo").substring(0, 60));
      assertThat(client.answer().status()).isEqualTo(408);
      client.receivesEnd();
    }
    server.hasConnections(0);
  }

  @Test
  void aHeadThatTricklesIsAnsweredWith408() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("GET /text HTTP/1.1\r\nHost: x\r\n\r\nGET /text HTTP/1.1\r\n");
      assertThat(client.answer().status()).isEqualTo(200);
      trickle(client, "X: y\r\n");
      assertThat(client.answer().status()).isEqualTo(408);
    }
    server.hasConnections(0);
  }

  @Test
  void aBodyThatTricklesIsAnsweredWith408() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
      trickle(client, "x");
      assertThat(client.answer().status()).isEqualTo(408);
    }
    server.hasConnections(0);
  }

  @Test
  void anIdleConnectionEndsAfterItsAnswer() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("GET /text HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(200);
      client.receivesEnd();
    }
    server.hasConnections(0);
  }

  @Test
  void whoeverNeverGetsAnAnswerIsToldThatItsOutcomeIsUnknown() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("GET /echo?never HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(504);
      client.receivesEnd();
    }
  }

  @Test
  void anAdmissionThatTakesTooLongIsRefused() throws Exception {
    try (RawClient client = server.connect()) {
      client.send(upgrade("/echo?held"));
      Runnable admit = server.gate().held();
      var answer = client.answer();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(2, 4);
      admit.run();
      assertThat(server.gate().next()).isEqualTo(new Told.Abandoned());
    }
  }

  @Test
  void aSilentPeerGetsAPingAndIsGivenUp() throws Exception {
    try (RawClient client = server.connect().open()) {
      assertThat(client.frame().opcode()).isEqualTo(9);
      client.receivesEnd();
      assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(false, 1006));
    }
    server.hasConnections(0);
  }

  @Test
  void aSilentPeerIsToldWhyAndThenDropped() throws Exception {
    try (RawClient client = server.connect()) {
      client.send(upgrade("/echo?says-why"));
      assertThat(client.answer().status()).isEqualTo(101);
      assertThat(client.frame().opcode()).isEqualTo(9);
      client.receivesClose(4201);
      client.receivesEnd();
      assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(false, 1006));
    }
    server.hasConnections(0);
  }

  @Test
  void aPeerThatAnswersPingsLives() throws Exception {
    try (RawClient client = server.connect().open()) {
      for (int i = 0; i < 6; i++) {
        assertThat(client.frame().opcode()).isEqualTo(9);
        client.send(frame(0x8A, new byte[0]));
      }
    }
  }

  @Test
  void aMessageThatDoesNotEndIsRefused() throws Exception {
    try (RawClient client = server.connect().open()) {
      client.send(header(0x82, 100_000));
      boolean open = true;
      RawClient.Frame last = client.frame();
      while (last.opcode() == 9 && open) {
        client.send("x");
        last = client.frame();
      }
      assertThat(last.closeCode()).isEqualTo(1008);
      client.receivesEnd();
    }
  }

  @Test
  void whoeverDoesNotSayGoodbyeIsDropped() throws Exception {
    try (RawClient client = server.connect().open()) {
      var link = server.gate().next(Told.Opened.class).link();
      link.loop().execute(() -> link.close(4000, "enough"));
      client.receivesClose(4000);
      client.receivesEnd();
      assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(false, 1006));
    }
  }

  @Test
  void aConnectionThatIsNotReadByUsIsNotBlamedForSilence() throws Exception {
    try (RawClient client = server.connect().open()) {
      var link = server.gate().next(Told.Opened.class).link();
      link.loop().execute(() -> link.reading(false));
      var later = new java.util.concurrent.CompletableFuture<Boolean>();
      link.loop().schedule(SHORT.multipliedBy(4), () -> later.complete(link.isOpen()));
      assertThat(later.get()).isTrue();
      client.send(RawClient.text("still here"));
      link.loop().execute(() -> link.reading(true));
      client.receivesText("still here");
    }
  }

  /** A byte every 50 ms until the server says something. */
  private static void trickle(RawClient client, String piece) throws Exception {
    client.socket().setSoTimeout(50);
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!client.hasSomething()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      client.sendWhatGoes(piece.getBytes(UTF_8));
    }
    client.socket().setSoTimeout(5_000);
  }
}
