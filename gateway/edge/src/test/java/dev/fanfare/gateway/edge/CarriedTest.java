package dev.fanfare.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.edge.EchoGate.Told;
import dev.fanfare.gateway.edge.gate.Link;
import dev.fanfare.gateway.port.SharedFrame;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A conversation that outlives each of its requests. */
class CarriedTest {
  private TestServer server;
  private RawClient receiver;
  private RawClient sender;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start();
    receiver = server.connect();
    sender = server.connect();
  }

  @AfterEach
  void stop() throws Exception {
    receiver.close();
    sender.close();
    server.close();
  }

  @Test
  void whatIsPostedOnOneConnectionComesOutOnTheOther() throws Exception {
    receiver.send(post("/sock/a/stream", ""));
    assertThat(receiver.answer().header("content-type")).isEqualTo("text/plain");
    assertThat(receiver.chunk()).isEqualTo("prelude");

    assertThat(sender.send(post("/sock/a/send", "one\ntwo")).answer().status()).isEqualTo(204);
    assertThat(receiver.chunk()).isEqualTo("one");
    assertThat(receiver.chunk()).isEqualTo("two");
    assertThat(server.server().sessions()).isEqualTo(1);
  }

  @Test
  void whatIsSharedReachesItAndIsReportedWhenItWasTaken() throws Exception {
    receiver.send(post("/sock/a/stream", ""));
    Link link = opened();
    SharedFrame frame = link.framing().frame("shared".getBytes(StandardCharsets.UTF_8), false);
    link.loop()
        .execute(
            () -> {
              link.send(frame, 1);
              frame.release();
            });
    receiver.answer();
    receiver.chunk();
    assertThat(receiver.chunk()).isEqualTo("shared");
    assertThat(server.gate().next(Told.Delivered.class)).isEqualTo(new Told.Delivered(1, 11));
  }

  @Test
  void aPollWaitsForTheFirstWordAndTakesAllOfItsTurn() throws Exception {
    assertThat(receiver.send(post("/sock/a/poll?say=o", "")).answer().status()).isEqualTo(200);
    assertThat(receiver.body()).isEqualTo("o");

    receiver.send(post("/sock/a/poll", ""));
    assertThat(receiver.isSilent()).isTrue();
    sender.send(post("/sock/a/send", "one\ntwo")).answer();
    receiver.answer();
    assertThat(receiver.body()).isEqualTo("onetwo");

    // Between two polls it waits.
    sender.send(post("/sock/a/send", "three")).answer();
    receiver.send(post("/sock/a/poll", "")).answer();
    assertThat(receiver.body()).isEqualTo("three");
  }

  @Test
  void aPollToWhichNothingComesIsAnswered() throws Exception {
    receiver.send(post("/sock/a/poll", ""));
    assertThat(receiver.answer().body()).isEqualTo("nothing");
    receiver.send(post("/sock/a/poll", ""));
    assertThat(receiver.answer().body()).isEqualTo("nothing");
    assertThat(server.server().sessions()).isEqualTo(1);
  }

  @Test
  void anOldClientReceivesWithoutChunks() throws Exception {
    receiver.send("POST /sock/a/poll?say=o HTTP/1.0\r\n\r\n");
    var answer = receiver.answer();
    assertThat(answer.has("transfer-encoding")).isFalse();
    assertThat(answer.body()).isEqualTo("o");
    receiver.receivesEnd();
  }

  @Test
  void aStreamPausesAfterItsUnitsAndTheNextOneGoesOn() throws Exception {
    receiver.send(post("/sock/a/stream", ""));
    receiver.answer();
    assertThat(receiver.chunk()).isEqualTo("prelude");
    // Two bytes each, but one unit.
    String wide = "\u00e4".repeat(600);
    sender.send(post("/sock/a/send", wide + "\n" + wide + "\nthree\nfour")).answer();
    assertThat(receiver.chunk()).isEqualTo(wide);
    assertThat(receiver.chunk()).isEqualTo(wide);
    assertThat(receiver.isSilent()).isTrue();

    receiver.leave();
    try (RawClient next = server.connect()) {
      next.send(post("/sock/a/stream", ""));
      next.answer();
      assertThat(next.chunk()).isEqualTo("prelude");
      assertThat(next.chunk()).isEqualTo("three");
      assertThat(next.chunk()).isEqualTo("four");
    }
  }

  @Test
  void sixHundredKilobytesPassThroughManyStreamsWithoutALossOrARepetition() throws Exception {
    StringBuilder expected = new StringBuilder();
    StringBuilder got = new StringBuilder();
    receiver.send(post("/sock/a/stream", ""));
    receiver.answer();
    receiver.chunk();
    int read = 0;
    for (int i = 0; i < 600; i++) {
      String line = i + ":" + "x".repeat(1_000);
      expected.append(line);
      sender.send(post("/sock/a/send", line)).answer();
      if (read > CarriedEcho.MOST_UNITS) {
        receiver.leave();
        receiver = server.connect().send(post("/sock/a/stream", ""));
        receiver.answer();
        receiver.chunk();
        read = 0;
      }
      String chunk = receiver.chunk();
      read += chunk.length();
      got.append(chunk);
    }
    assertThat(got.toString()).isEqualTo(expected.toString());
  }

  @Test
  void whatAReceiverThatBrokeOffHasNotTakenGoesToTheNext() throws Exception {
    receiver.send(post("/sock/a/stream", ""));
    Link link = opened();
    receiver.answer();
    receiver.chunk();
    receiver.leave();
    // Until this is heard of, a word goes to the socket that was left: the system takes it.
    server.hasConnections(1);
    link.loop().execute(() -> link.send("late".getBytes(StandardCharsets.UTF_8), false, 1));
    sender.send(post("/sock/a/send", "later")).answer();
    try (RawClient next = server.connect()) {
      next.send(post("/sock/a/stream", ""));
      next.answer();
      next.chunk();
      assertThat(next.chunk()).isEqualTo("late");
      assertThat(next.chunk()).isEqualTo("later");
    }
  }

  @Test
  void aSecondReceiverTakesTheFirstOnesPlace() throws Exception {
    receiver.send(post("/sock/a/stream", ""));
    receiver.answer();
    receiver.chunk();
    try (RawClient second = server.connect()) {
      second.send(post("/sock/a/stream", ""));
      second.answer();
      assertThat(second.chunk()).isEqualTo("prelude");
      assertThat(receiver.chunk()).isEmpty();
      sender.send(post("/sock/a/send", "one")).answer();
      assertThat(second.chunk()).isEqualTo("one");
    }
  }

  @Test
  void orIsRefusedAsTheDialectSays() throws Exception {
    receiver.send(post("/sock/a/stream", ""));
    receiver.answer();
    receiver.chunk();
    sender.send(post("/sock/a/poll?alone=1", ""));
    assertThat(sender.answer().status()).isEqualTo(409);
    sender.send(post("/sock/a/send", "one")).answer();
    assertThat(receiver.chunk()).isEqualTo("one");
  }

  @Test
  void itDiesSomeTimeAfterItsLastReceiver() throws Exception {
    receiver.send(post("/sock/a/poll?say=o", "")).answer();
    receiver.body();
    assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(false, 1006));
    assertThat(server.server().sessions()).isZero();
    assertThat(sender.send(post("/sock/a/send", "one")).answer().status()).isEqualTo(404);
  }

  @Test
  void whenItIsClosedTheReceiverGetsTheRestAndTheEnd() throws Exception {
    receiver.send(post("/sock/a/stream", ""));
    Link link = opened();
    receiver.answer();
    receiver.chunk();
    link.loop()
        .execute(
            () -> {
              link.send("bye".getBytes(StandardCharsets.UTF_8), false, 0);
              link.close(4200, "enough");
              link.send("after".getBytes(StandardCharsets.UTF_8), false, 0);
            });
    assertThat(receiver.chunk()).isEqualTo("bye");
    assertThat(receiver.chunk()).isEmpty();
    assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(true, 4200));
    assertThat(sender.send(post("/sock/a/send", "one")).answer().status()).isEqualTo(404);
  }

  @Test
  void whoeverPollsAfterwardsHearsTheLastWords() throws Exception {
    receiver.send(post("/sock/a/poll?say=o&say=bye&end=4001", "")).answer();
    assertThat(receiver.body()).isEqualTo("obye");
    receiver.send(post("/sock/a/send", "one"));
    assertThat(receiver.answer().status()).isEqualTo(404);
  }

  @Test
  void whatNobodyReceivesIsBounded() throws Exception {
    receiver.send(post("/sock/a/poll?say=o", "")).answer();
    receiver.body();
    Link link = opened();
    link.loop()
        .execute(
            () -> {
              for (int i = 0; i < 6; i++) {
                link.send(new byte[1 << 20], false, 1);
              }
            });
    assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(false, 1006));
    assertThat(server.server().sessions()).isZero();
  }

  @Test
  void nobodyPostsToOneThatDoesNotExist() throws Exception {
    assertThat(sender.send(post("/sock/nobody/send", "one")).answer().status()).isEqualTo(404);
    assertThat(server.server().sessions()).isZero();
    assertThat(server.gate().peek()).isEmpty();
  }

  @Test
  void scopesDoNotMeet() throws Exception {
    receiver.send(post("/sock/a/stream", ""));
    receiver.answer();
    receiver.chunk();
    assertThat(sender.send(post("/sock/a/send?scope=other", "x")).answer().status()).isEqualTo(404);
  }

  @Test
  void anIdThatTheEdgeMadeIsTheOnlyWayIn() throws Exception {
    String id = sender.send(post("/given/open", "")).answer().body();
    receiver.send(post("/given/stream/" + id, ""));
    receiver.answer();
    assertThat(receiver.chunk()).isEqualTo("prelude");
    assertThat(sender.send(post("/given/send/" + id, "one")).answer().status()).isEqualTo(204);
    assertThat(receiver.chunk()).isEqualTo("one");

    String forged = (id.charAt(0) == 'A' ? "B" : "A") + id.substring(1);
    assertThat(sender.send(post("/given/send/" + forged, "x")).answer().status()).isEqualTo(404);
    assertThat(sender.send(post("/given/send/" + id + "?scope=other", "x")).answer().status())
        .isEqualTo(404);
    assertThat(sender.send(post("/given/send/x", "x")).answer().status()).isEqualTo(404);
  }

  @Test
  void whoeverTriesIdsIsStopped() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertThat(sender.send(post("/given/send/" + i, "x")).answer().status()).isEqualTo(404);
    }
    var answer = sender.send(post("/given/send/last", "x")).answer();
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.has("retry-after")).isTrue();
  }

  @Test
  void whatIsNotTextOrCannotBeReadIsRefused() throws Exception {
    receiver.send(post("/sock/a/stream", ""));
    receiver.answer();
    receiver.chunk();
    assertThat(sender.send(post("/sock/a/send", "!")).answer().status()).isEqualTo(400);
    sender.send("POST /sock/a/send HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n");
    sender.send(new byte[] {(byte) 0xFF});
    assertThat(sender.answer().status()).isEqualTo(400);
    assertThat(sender.send(post("/sock/a/send", "one")).answer().status()).isEqualTo(204);
    assertThat(receiver.chunk()).isEqualTo("one");
  }

  @Test
  void nobodyIsAdmittedWhomTheGateRefuses() throws Exception {
    sender.send(
        post("/sock/a/stream", "").replace("Host: x", "Host: x\r\nOrigin: https://bad.example"));
    assertThat(sender.answer().status()).isEqualTo(403);
    assertThat(server.server().sessions()).isZero();
  }

  @Test
  void stoppingEndsSessions() throws Exception {
    receiver.send(post("/sock/a/poll?say=o", "")).answer();
    receiver.body();
    opened();
    var stopped = server.server().stop(java.time.Duration.ofMillis(100));
    stopped.toCompletionStage().toCompletableFuture().get(15, TimeUnit.SECONDS);
    assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(false, 1001));
    assertThat(server.server().sessions()).isZero();
  }

  private Link opened() throws Exception {
    return server.gate().next(Told.Opened.class).link();
  }

  private static String post(String path, String body) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }
}
