package dev.fanfare.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.edge.EchoGate.Told;
import dev.fanfare.gateway.edge.gate.Link;
import dev.fanfare.gateway.edge.http.HttpOptions;
import dev.fanfare.gateway.edge.websocket.WebSocketOptions;
import dev.fanfare.gateway.port.SharedFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits for a reader of a response is known, reported when it left, and bounded in time. */
class SlowStreamTest {
  private static final int FRAME_BYTES = 100_000;
  private static final int FRAMES = 200;
  private static final String GET = "GET /stream?status=200 HTTP/1.1\r\nHost: x\r\n\r\n";

  private TestServer server;
  private RawClient client;
  private Link link;

  @BeforeEach
  void start() throws Exception {
    Duration soon = Duration.ofMillis(500);
    WebSocketOptions socket = WebSocketOptions.DEFAULT;
    server =
        TestServer.start(
            EdgeOptions.DEFAULT
                .withHttp(HttpOptions.DEFAULT.withWriteDeadline(soon))
                .withWebSocket(socket.withDeadlines(soon, socket.closeDeadline())));
    client = server.connect().send(GET);
    link = server.gate().next(Told.Opened.class).link();
    client.answer();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  @Test
  void whatTheSystemDoesNotTakeWaitsUntilItIsRead() throws Exception {
    CompletableFuture<Long> below = new CompletableFuture<>();
    long waiting =
        onLoop(
            () -> {
              sendMany();
              link.whenBelow(1, () -> below.complete(link.waitingBytes()));
              return link.waitingBytes();
            });
    assertThat(waiting).isGreaterThan((long) FRAME_BYTES * FRAMES / 2);
    for (int i = 0; i < FRAMES; i++) {
      assertThat(client.chunk()).hasSize(FRAME_BYTES);
    }
    assertThat(below.get(5, TimeUnit.SECONDS)).isZero();
    int delivered = 0;
    while (delivered < FRAMES) {
      delivered += server.gate().next(Told.Delivered.class).messages();
    }
    assertThat(delivered).isEqualTo(FRAMES);
  }

  @Test
  void theEndWaitsForWhatWasSentBefore() throws Exception {
    onLoop(
        () -> {
          sendMany();
          link.close(1000, "");
          return link.isOpen();
        });
    for (int i = 0; i < FRAMES; i++) {
      assertThat(client.chunk()).hasSize(FRAME_BYTES);
    }
    assertThat(client.chunk()).isEmpty();
    assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(true, 1000));
  }

  @Test
  void whoeverNeverReadsTheEndIsDropped() throws Exception {
    onLoop(
        () -> {
          sendMany();
          link.close(1000, "");
          return true;
        });
    assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(false, 1006));
    server.hasConnections(0);
  }

  @Test
  void whoeverTakesNothingForLongIsDropped() throws Exception {
    onLoop(
        () -> {
          sendMany();
          return true;
        });
    assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(false, 1006));
    server.hasConnections(0);
    assertThat(onLoop(link::waitingBytes)).isZero();
  }

  @Test
  void whoeverHasNothingToTakeMayStay() throws Exception {
    for (int i = 0; i < 6; i++) {
      // A fifth of a second each: longer than two deadlines together.
      assertThat(client.isSilent()).isTrue();
    }
    onLoop(
        () -> {
          link.send(new byte[] {'x'}, false, 1);
          return true;
        });
    assertThat(client.chunk()).isEqualTo("x");
  }

  @Test
  void whatIsSentBehindTheRequestIsNotKeptWithoutABound() throws Exception {
    byte[] flood = GET.repeat(1_000).getBytes(StandardCharsets.US_ASCII);
    Thread flooder =
        Thread.startVirtualThread(
            () -> {
              try {
                for (int i = 0; i < 1_000; i++) {
                  client.sendWhatGoes(flood);
                }
              } catch (IOException stopped) {
                // It was closed meanwhile.
              }
            });
    for (int i = 0; i < 10; i++) {
      onLoop(
          () -> {
            link.send(new byte[] {'x'}, false, 1);
            return true;
          });
      assertThat(client.chunk()).isEqualTo("x");
    }
    assertThat(flooder.isAlive()).as("it is not read any further").isTrue();
    client.leave();
    flooder.join();
    onLoop(
        () -> {
          link.drop();
          return true;
        });
    server.hasConnections(0);
  }

  private void sendMany() {
    SharedFrame frame =
        link.framing().frame("x".repeat(FRAME_BYTES).getBytes(StandardCharsets.US_ASCII), false);
    for (int i = 0; i < FRAMES; i++) {
      link.send(frame, 1);
    }
    frame.release();
  }

  private <T> T onLoop(Callable<T> question) throws Exception {
    CompletableFuture<T> answer = new CompletableFuture<>();
    link.loop()
        .execute(
            () -> {
              try {
                answer.complete(question.call());
              } catch (Exception | AssertionError failed) {
                answer.completeExceptionally(failed);
              }
            });
    return answer.get(5, TimeUnit.SECONDS);
  }
}
