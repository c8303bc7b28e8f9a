package dev.fanfare.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.edge.EchoGate.Told;
import dev.fanfare.gateway.edge.gate.Link;
import dev.fanfare.gateway.edge.peers.Passes;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests reach any gateway; the session's owner answers. */
class PeersTest {
  private Pair pair;
  private RawClient atOne;
  private RawClient atTwo;

  @BeforeEach
  void start() throws Exception {
    pair = new Pair();
    atOne = pair.one.connect();
    atTwo = pair.two.connect();
  }

  @AfterEach
  void stop() throws Exception {
    atOne.close();
    atTwo.close();
    pair.close();
  }

  @Test
  void aPostThroughAnotherGatewayReachesASessionByItsId() throws Exception {
    String id = atOne.send(post("/given/open", "")).answer().body();
    atOne.send(post("/given/stream/" + id, ""));
    atOne.answer();
    assertThat(atOne.chunk()).isEqualTo("prelude");
    assertThat(atTwo.send(post("/given/send/" + id, "one")).answer().status()).isEqualTo(204);
    assertThat(atOne.chunk()).isEqualTo("one");
    // The connection goes on, to wherever its next request leads.
    assertThat(atTwo.send(get("/text")).answer().body()).isEqualTo("hello");
    assertThat(atTwo.send(post("/given/send/" + id, "two")).answer().status()).isEqualTo(204);
    assertThat(atOne.chunk()).isEqualTo("two");
  }

  @Test
  void aStreamThroughAnotherGatewayGoesOn() throws Exception {
    atOne.send(post("/sock/a/poll?say=o", "")).answer();
    assertThat(atOne.body()).isEqualTo("o");
    atTwo.send(post("/sock/a/stream", ""));
    assertThat(atTwo.answer().header("content-type")).isEqualTo("text/plain");
    assertThat(atTwo.chunk()).isEqualTo("prelude");
    atOne.send(post("/sock/a/send", "one")).answer();
    assertThat(atTwo.chunk()).isEqualTo("one");
    assertThat(pair.two.clients.strangers()).as("trusted by the owner").isZero();
    assertThat(pair.two.clients.sessions()).isZero();
  }

  @Test
  void aPollThroughAnotherGatewayWaitsAndIsAnswered() throws Exception {
    atOne.send(post("/sock/a/poll?say=o", "")).answer();
    atOne.body();
    atTwo.send(post("/sock/a/poll", ""));
    assertThat(atTwo.answer().body()).isEqualTo("nothing");
    atTwo.send(post("/sock/a/poll", ""));
    atOne.send(post("/sock/a/send", "one")).answer();
    assertThat(whole(atTwo)).isEqualTo("one");
  }

  @Test
  void ofTwoThatOpenTheSameOneIsTheOwner() throws Exception {
    atOne.send(post("/sock/a/stream", ""));
    atOne.answer();
    atOne.chunk();
    atTwo.send(post("/sock/a/stream?alone=1", ""));
    assertThat(atTwo.answer().status()).isEqualTo(409);
  }

  @Test
  void whoeverGoesAwayThereIsMissedHere() throws Exception {
    atOne.send(post("/sock/a/poll?say=o", "")).answer();
    atOne.body();
    atTwo.send(post("/sock/a/stream", ""));
    atTwo.answer();
    atTwo.chunk();
    atTwo.leave();
    assertThat(pair.one.gate.next(Told.Closed.class)).isEqualTo(new Told.Closed(false, 1006));
    assertThat(pair.one.clients.sessions()).isZero();
  }

  @Test
  void aReaderThatDoesNotReadThereMakesTheOwnerWait() throws Exception {
    atOne.send(post("/given/open", ""));
    String id = atOne.answer().body();
    atTwo.send(post("/given/flow/" + id, ""));
    atTwo.answer();
    Link link = pair.one.gate.next(Told.Opened.class).link();
    int most = 60;
    for (int i = 0; i < most; i++) {
      CompletableFuture<Boolean> below = new CompletableFuture<>();
      link.loop()
          .execute(
              () -> {
                link.send(new byte[1 << 16], false, 1);
                link.whenBelow(1 << 16, () -> below.complete(true));
              });
      if (!isDone(below)) {
        // Two sockets' buffers are full, and hardly more than that.
        assertThat(i).isBetween(1, most - 10);
        link.loop().execute(link::drop);
        assertThat(pair.one.gate.next(Told.Closed.class)).isEqualTo(new Told.Closed(false, 1006));
        return;
      }
    }
    throw new AssertionError("All of it was taken, and nobody reads");
  }

  @Test
  void anOwnerThatIsGoneMeansThatTheSessionIsUnknown() throws Exception {
    String id = atOne.send(post("/given/open", "")).answer().body();
    pair.one.dies();
    var answer = atTwo.send(post("/given/send/" + id, "one")).answer();
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("unknown");
  }

  @Test
  void aStreamWhoseOwnerGoesAwayBreaksOff() throws Exception {
    atOne.send(post("/sock/a/poll?say=o", "")).answer();
    atOne.body();
    atTwo.send(post("/sock/a/stream", ""));
    atTwo.answer();
    assertThat(atTwo.chunk()).isEqualTo("prelude");
    pair.one.gateways.stop(Duration.ZERO);
    // It ends in order where there was time for it, and is cut off where there was none.
    try {
      assertThat(atTwo.chunk()).isEmpty();
    } catch (EOFException cut) {
      assertThat(cut).hasMessage("The server hung up");
    }
  }

  @Test
  void onlyGatewaysComeIn() throws Exception {
    try (RawClient stranger = new RawClient(pair.one.gateways.port())) {
      assertThat(stranger.send(get("/text")).answer().status()).isEqualTo(403);
      stranger.receivesEnd();
    }
    try (RawClient forger = new RawClient(pair.one.gateways.port())) {
      forger.send(withPass("/sock/a/stream", "AAAA.1.MS4y.AAAA"));
      assertThat(forger.answer().status()).isEqualTo(403);
    }
  }

  @Test
  void aPassIsGoodForOneRequestAndForSessionsOnly() throws Exception {
    String pass = pair.two.passes.make("one", "POST", "/sock/a/poll?say=o", "192.0.2.1");
    for (int status : new int[] {200, 403}) {
      try (RawClient replayed = new RawClient(pair.one.gateways.port())) {
        replayed.send(withPass("/sock/a/poll?say=o", pass));
        assertThat(replayed.answer().status()).isEqualTo(status);
      }
    }
    try (RawClient peer = new RawClient(pair.one.gateways.port())) {
      peer.send(withPass("/text", pair.two.passes.make("one", "POST", "/text", "192.0.2.1")));
      assertThat(peer.answer().status()).isEqualTo(404);
    }
  }

  @Test
  void nothingIsHandedOnTwice() throws Exception {
    String id = atOne.send(post("/given/open", "")).answer().body();
    String path = "/given/send/" + id;
    try (RawClient peer = new RawClient(pair.two.gateways.port())) {
      peer.send(withPass(path, pair.one.passes.make("two", "POST", path, "192.0.2.1")));
      assertThat(peer.answer().status()).isEqualTo(404);
    }
  }

  @Test
  void aClientCannotBringAPassOfItsOwn() throws Exception {
    String id = atOne.send(post("/given/open", "")).answer().body();
    atTwo.send(withPass("/given/send/" + id, "AAAA.1.MS4y.AAAA"));
    assertThat(atTwo.answer().status()).isEqualTo(204);
  }

  private static boolean isDone(CompletableFuture<Boolean> below) throws Exception {
    try {
      return below.get(1, TimeUnit.SECONDS);
    } catch (TimeoutException waiting) {
      return false;
    }
  }

  private static String whole(RawClient client) throws Exception {
    var answer = client.answer();
    return answer.has("content-length") ? answer.body() : client.body();
  }

  private static String withPass(String path, String pass) {
    return post(path, "").replace("Host: x", "Host: x\r\n" + Passes.HEADER + ": " + pass);
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
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
