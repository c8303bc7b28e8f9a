package dev.fanfare.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.edge.EchoGate.Told;
import dev.fanfare.gateway.edge.gate.Link;
import dev.fanfare.gateway.port.SharedFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A conversation whose way out is the response to one request. */
class StreamingTest {
  private TestServer server;
  private RawClient client;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start();
    client = server.connect();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  @Test
  void itBeginsWithTheFirstWordAndGoesOn() throws Exception {
    client.send(get("/stream"));
    Link link = opened();
    assertThat(client.isSilent()).isTrue();

    say(link, "one");
    var answer = client.answer();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("transfer-encoding")).isEqualTo("chunked");
    assertThat(client.chunk()).isEqualTo("one");
    say(link, "two");
    assertThat(client.chunk()).isEqualTo("two");
    assertThat(server.gate().next(Told.Delivered.class)).isEqualTo(new Told.Delivered(1, 8));
  }

  @Test
  void statusAndHeadersAreSentBeforeTheFirstWord() throws Exception {
    client.send(get("/stream?status=203"));
    var answer = client.answer();
    assertThat(answer.status()).isEqualTo(203);
    assertThat(answer.header("content-type")).isEqualTo("text/plain");
    say(opened(), "one");
    assertThat(client.chunk()).isEqualTo("one");
  }

  @Test
  void whatIsSaidAndClosedInOneTurnIsAWholeAnswer() throws Exception {
    client.send(get("/stream?status=401&say=who&say=+are+you&end=4401"));
    var answer = client.answer();
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("content-length")).isEqualTo("11");
    assertThat(answer.body()).isEqualTo("who are you");
    assertThat(server.gate().next(Told.Delivered.class)).isEqualTo(new Told.Delivered(2, 11));
    assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(true, 4401));
  }

  @Test
  void anAnswerWithoutContentIsWhole() throws Exception {
    client.send(get("/stream?status=204&end=1000") + get("/text"));
    var answer = client.answer();
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.has("content-length")).isFalse();
    assertThat(answer.has("transfer-encoding")).isFalse();
    assertThat(client.answer().body()).isEqualTo("hello");
  }

  @Test
  void whoeverIsClosedBeforeAWordHearsTheCodeAsAStatus() throws Exception {
    client.send(get("/stream?end=4403") + get("/stream?end=1000"));
    assertThat(client.answer().status()).isEqualTo(403);
    assertThat(client.answer().status()).isEqualTo(503);
  }

  @Test
  void theBodyIsWhatTheConversationReceives() throws Exception {
    client.send("POST /stream HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
    assertThat(client.answer().status()).isEqualTo(200);
    assertThat(client.chunk()).isEqualTo("hello");
    assertThat(server.gate().next(Told.Received.class)).isEqualTo(new Told.Received(5, false));
  }

  @Test
  void aBodyThatIsTooLongIsRefusedAndNothingOpened() throws Exception {
    client.send("POST /stream HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n");
    assertThat(client.answer().status()).isEqualTo(413);
    assertThat(server.gate().peek()).isEmpty();
  }

  @Test
  void theNextRequestWaitsForItsEnd() throws Exception {
    client.send(get("/stream?say=one") + get("/text"));
    Link link = opened();
    assertThat(client.answer().status()).isEqualTo(200);
    assertThat(client.chunk()).isEqualTo("one");
    assertThat(client.isSilent()).isTrue();
    link.loop().execute(() -> link.close(1000, ""));
    assertThat(client.chunk()).isEmpty();
    assertThat(client.answer().body()).isEqualTo("hello");
    assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(true, 1000));
  }

  @Test
  void oneBufferGoesToAllWhoListen() throws Exception {
    client.send(get("/stream?status=200"));
    Link first = opened();
    try (RawClient other = server.connect()) {
      other.send(get("/stream?status=200"));
      Link second = opened();
      assertThat(second.framing()).isSameAs(first.framing());
      SharedFrame one = first.framing().frame("one".getBytes(StandardCharsets.UTF_8), false);
      SharedFrame two = first.framing().frame("two".getBytes(StandardCharsets.UTF_8), false);
      SharedFrame joined = first.framing().join(List.of(one, two));
      for (Link link : List.of(first, second)) {
        SharedFrame mine = joined.retain();
        link.loop()
            .execute(
                () -> {
                  link.send(mine, 2);
                  mine.release();
                });
      }
      joined.release();
      for (RawClient each : List.of(client, other)) {
        each.answer();
        assertThat(each.chunk()).isEqualTo("one");
        assertThat(each.chunk()).isEqualTo("two");
      }
      assertThat(server.gate().next(Told.Delivered.class)).isEqualTo(new Told.Delivered(2, 16));
    }
  }

  @Test
  void aClientOfHttp10GetsItWithoutChunksUntilTheEndOfTheConnection() throws Exception {
    client.send("GET /stream?say=one HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    var answer = client.answer();
    assertThat(answer.has("transfer-encoding")).isFalse();
    assertThat(answer.header("connection")).isEqualTo("close");
    assertThat(client.text(3)).isEqualTo("one");
    Link link = opened();
    link.loop().execute(() -> link.close(1000, ""));
    client.receivesEnd();
  }

  @Test
  void aHeadAloneIsRefused() throws Exception {
    client.send("HEAD /stream HTTP/1.1\r\nHost: x\r\n\r\n" + get("/text"));
    assertThat(client.answer(false).status()).isEqualTo(405);
    assertThat(client.answer().body()).isEqualTo("hello");
    assertThat(server.gate().peek()).isEmpty();
  }

  @Test
  void aPageOfAKnownOriginMayReadItAndOthersAreRefused() throws Exception {
    client.send("GET /stream?say=one HTTP/1.1\r\nHost: x\r\nOrigin: https://good.example\r\n\r\n");
    assertThat(client.answer().header("access-control-allow-origin"))
        .isEqualTo("https://good.example");
    try (RawClient bad = server.connect()) {
      bad.send("GET /stream HTTP/1.1\r\nHost: x\r\nOrigin: https://bad.example\r\n\r\n");
      assertThat(bad.answer().status()).isEqualTo(403);
    }
  }

  @Test
  void aHeaderThatWouldBreakOutOfItsLineIsNotSent() throws Exception {
    client.send(get("/stream?header=a%0d%0ax-evil:%20b"));
    var answer = client.answer();
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.has("x-evil")).isFalse();
  }

  @Test
  void whatBreaksWhileItIsOpenedIsAnswered() throws Exception {
    client.send(get("/stream?throws=1"));
    assertThat(client.answer().status()).isEqualTo(500);
  }

  @Test
  void whoeverGoesAwayBeforeItIsAdmittedLeavesNothing() throws Exception {
    client.send(get("/stream?held=1"));
    Runnable admit = server.gate().held();
    client.leave();
    server.hasConnections(0);
    admit.run();
    assertThat(server.gate().next()).isEqualTo(new Told.Abandoned());
  }

  @Test
  void whoeverGoesAwayIsMissedAtOnce() throws Exception {
    client.send(get("/stream?say=one"));
    opened();
    client.answer();
    client.leave();
    assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(false, 1006));
    server.hasConnections(0);
  }

  @Test
  void whoeverClosesHalfIsGone() throws Exception {
    client.send(get("/stream?say=one"));
    opened();
    client.socket().shutdownOutput();
    assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(false, 1006));
    server.hasConnections(0);
  }

  @Test
  void whoeverIsTrustedIsAStrangerAgainWithTheNextRequest() throws Exception {
    client.send(get("/stream?say=one"));
    Link link = opened();
    client.answer();
    client.chunk();
    assertThat(server.server().strangers()).isZero();
    link.loop().execute(() -> link.close(1000, ""));
    client.chunk();
    client.send(get("/text")).answer();
    assertThat(server.server().strangers()).isEqualTo(1);
    client.leave();
    server.hasConnections(0);
    assertThat(server.server().strangers()).isZero();
  }

  @Test
  void stoppingEndsItInOrder() throws Exception {
    client.send(get("/stream?say=one"));
    opened();
    client.answer();
    assertThat(client.chunk()).isEqualTo("one");
    var stopped = server.server().stop(Duration.ofSeconds(10));
    assertThat(client.chunk()).isEmpty();
    client.receivesEnd();
    client.leave();
    stopped.toCompletionStage().toCompletableFuture().get(15, TimeUnit.SECONDS);
    assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(true, 1001));
  }

  @Test
  void nobodyIsLetInWhileItDrains() throws Exception {
    server.hasConnections(1);
    server.server().stopAccepting();
    client.send(get("/stream"));
    var answer = client.answer();
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.has("retry-after")).isTrue();
    client.receivesEnd();
  }

  @Test
  void hundredsMayBeParked() throws Exception {
    List<RawClient> parked = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      parked.add(server.connect().send(get("/stream")));
    }
    for (int i = 0; i < 300; i++) {
      links.add(opened());
    }
    assertThat(server.server().strangers()).as("the one that asked nothing").isEqualTo(1);
    for (Link link : links) {
      say(link, "one");
    }
    for (RawClient each : parked) {
      assertThat(each.answer().status()).isEqualTo(200);
      assertThat(each.chunk()).isEqualTo("one");
      each.leave();
    }
    client.leave();
    server.hasConnections(0);
  }

  private Link opened() throws Exception {
    return server.gate().next(Told.Opened.class).link();
  }

  private static void say(Link link, String word) {
    link.loop().execute(() -> link.send(word.getBytes(StandardCharsets.UTF_8), false, 1));
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
  }
}
