package dev.fanfare.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.edge.EchoGate.Told;
import dev.fanfare.gateway.edge.gate.Link;
import dev.fanfare.gateway.edge.websocket.WebSocketFraming;
import dev.fanfare.gateway.edge.websocket.WebSocketOptions;
import dev.fanfare.gateway.port.SharedFrame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits for a reader is known, reported when it left, and gone when the reader is. */
class SlowReaderTest {
  private static final int FRAME_BYTES = 100_000;
  private static final int FRAMES = 200;

  private TestServer server;
  private RawClient client;
  private Link link;
  private int takenAtOnce;

  @BeforeEach
  void start() throws Exception {
    Duration soon = Duration.ofMillis(1_500);
    server =
        TestServer.start(
            EdgeOptions.DEFAULT.withWebSocket(WebSocketOptions.DEFAULT.withDeadlines(soon, soon)));
    client = new RawClient(slowSocket()).open();
    link = server.gate().next(Told.Opened.class).link();
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
    assertThat(below).isNotDone();

    for (int i = 0; i < FRAMES; i++) {
      assertThat(client.frame().payload()).hasSize(FRAME_BYTES);
    }
    assertThat(below.get(5, TimeUnit.SECONDS)).isZero();
    assertThat(takenAtOnce + delivered()).isEqualTo(FRAMES);
  }

  /** What the system has taken can neither be conflated nor counted; its own bound is 4 MiB. */
  @Test
  void theSystemTakesLittleMoreThanWhatIsUnderWay() throws Exception {
    long waiting =
        onLoop(
            () -> {
              sendMany();
              return link.waitingBytes();
            });

    assertThat((long) FRAMES * FRAME_BYTES - waiting).isLessThan(4 * FRAME_BYTES);
  }

  @Test
  void smallMessagesWaitInLittleMoreThanTheirBytesAndInTheirOrder() throws Exception {
    int small = 5_000;
    int smallBytes = 100;
    long grown =
        onLoop(
            () -> {
              sendMany();
              long before = link.waitingBytes();
              for (int i = 0; i < small; i++) {
                sendNumbered(i, i % 1_000 == 999 ? FRAME_BYTES : smallBytes);
              }
              return link.waitingBytes() - before;
            });
    long large = (long) small / 1_000 * FRAME_BYTES;
    assertThat(grown).isBetween(large, large + (long) small * smallBytes * 11 / 10);

    for (int i = 0; i < FRAMES; i++) {
      client.frame();
    }
    for (int i = 0; i < small; i++) {
      assertThat(ByteBuffer.wrap(client.frame().payload()).getInt()).isEqualTo(i);
    }
    hasDelivered(FRAMES + small);
  }

  @Test
  void aCloseWaitsForSmallMessagesToo() throws Exception {
    onLoop(
        () -> {
          sendMany();
          sendNumbered(7, 100);
          link.close(4000, "enough");
          return true;
        });
    for (int i = 0; i < FRAMES; i++) {
      client.frame();
    }
    assertThat(ByteBuffer.wrap(client.frame().payload()).getInt()).isEqualTo(7);
    client.receivesClose(4000);
  }

  @Test
  void onlyWhatWasTakenCountsAsDelivered() throws Exception {
    onLoop(
        () -> {
          sendMany();
          return true;
        });
    client.frame();
    client.close();
    int delivered = takenAtOnce;
    Told told = server.gate().next();
    while (told instanceof Told.Delivered(int messages, long bytes)) {
      delivered += messages;
      assertThat(bytes).isEqualTo((long) messages * (FRAME_BYTES + 10));
      told = server.gate().next();
    }
    assertThat(told).isEqualTo(new Told.Closed(false, 1006));
    assertThat(delivered).isBetween(1, FRAMES - 1);
    assertThat(onLoop(link::waitingBytes)).isZero();
  }

  @Test
  void itIsCalledBackAtOnceWhereLessWaits() throws Exception {
    boolean called =
        onLoop(
            () -> {
              boolean[] now = {false};
              link.send(new byte[10], true, 1);
              link.whenBelow(1_000, () -> now[0] = true);
              return now[0];
            });
    assertThat(called).isTrue();
    assertThat(delivered()).isEqualTo(1);
  }

  @Test
  void itIsCalledBackOnTheWayDownNotOnlyAtTheEnd() throws Exception {
    CompletableFuture<Long> below = new CompletableFuture<>();
    onLoop(
        () -> {
          sendMany();
          link.whenBelow(link.waitingBytes() / 2, () -> below.complete(link.waitingBytes()));
          return true;
        });
    // One frame at a time: a reader that reads along would let one flush take everything.
    for (int i = 0; i < FRAMES && !onLoop(below::isDone); i++) {
      client.frame();
    }
    assertThat(below.get(5, TimeUnit.SECONDS)).isGreaterThan(FRAME_BYTES);
  }

  @Test
  void aCloseWaitsForWhatWasSentBefore() throws Exception {
    onLoop(
        () -> {
          sendMany();
          link.close(4000, "enough");
          return true;
        });
    for (int i = 0; i < FRAMES; i++) {
      assertThat(client.frame().opcode()).isEqualTo(2);
    }
    client.receivesClose(4000);
    client.send(RawClient.close(4000, ""));
    client.receivesEnd();
    assertThat(takenAtOnce + delivered()).isEqualTo(FRAMES);
  }

  @Test
  void aReaderThatNeverReadsIsDroppedWithWhatWaits() throws Exception {
    onLoop(
        () -> {
          sendMany();
          link.close(4000, "enough");
          return true;
        });
    server.hasConnections(0);
    assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(false, 1006));
  }

  @Test
  void aDropTakesEverythingWithIt() throws Exception {
    SharedFrame frame = WebSocketFraming.INSTANCE.frame(new byte[FRAME_BYTES], true);
    onLoop(
        () -> {
          for (int i = 0; i < FRAMES; i++) {
            link.send(frame, 1);
          }
          link.drop();
          return true;
        });
    server.hasConnections(0);
    onLoop(
        () -> {
          assertThat(link.isOpen()).isFalse();
          link.send(frame, 1);
          return true;
        });
    frame.release();
    // Only the last release can fail.
    org.assertj.core.api.Assertions.assertThatThrownBy(frame::release)
        .isInstanceOf(io.netty.util.IllegalReferenceCountException.class);
  }

  /** The system must not grow what it keeps for the reader until all that was sent fits. */
  private Socket slowSocket() throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(FRAME_BYTES);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    return socket;
  }

  private void sendMany() {
    SharedFrame frame = link.framing().frame(new byte[FRAME_BYTES], true);
    for (int i = 0; i < FRAMES; i++) {
      if (link.send(frame, 1)) {
        takenAtOnce++;
      }
    }
    frame.release();
  }

  private void sendNumbered(int number, int bytes) {
    SharedFrame frame =
        link.framing().frame(ByteBuffer.allocate(bytes).putInt(0, number).array(), true);
    if (link.send(frame, 1)) {
      takenAtOnce++;
    }
    frame.release();
  }

  private void hasDelivered(int messages) throws Exception {
    int delivered = takenAtOnce;
    while (delivered < messages) {
      delivered += server.gate().next(Told.Delivered.class).messages();
    }
    assertThat(delivered).isEqualTo(messages);
  }

  private int delivered() throws Exception {
    int delivered = server.gate().next(Told.Delivered.class).messages();
    while (server.gate().peek().filter(Told.Delivered.class::isInstance).isPresent()) {
      delivered += server.gate().next(Told.Delivered.class).messages();
    }
    return delivered;
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
