package dev.fanfare.gateway.edge;

import static dev.fanfare.gateway.edge.RawClient.KEY;
import static dev.fanfare.gateway.edge.RawClient.upgrade;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 6455 section 4: only a correct handshake is answered with 101. */
class HandshakeTest {
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> wrongHandshakes() {
    String right = upgrade("/echo");
    return Stream.of(
        Arguments.of("another version", right.replace(": 13", ": 8"), 426),
        Arguments.of("no version", right.replace("Sec-WebSocket-Version: 13\r\n", ""), 426),
        Arguments.of("two versions", upgrade("/echo", "Sec-WebSocket-Version: 13"), 426),
        Arguments.of("no key", right.replace("Sec-WebSocket-Key: " + KEY + "\r\n", ""), 400),
        Arguments.of("two keys", upgrade("/echo", "Sec-WebSocket-Key: " + KEY), 400),
        Arguments.of("a short key", right.replace(KEY, "dGhlIHNhbXBsZQ=="), 400),
        Arguments.of(
            "a key that is no Base64", right.replace(KEY, "!!!!!!!!!!!!!!!!!!!!!!=="), 400),
        Arguments.of("no Connection", right.replace("keep-alive, Upgrade", "keep-alive"), 400),
        Arguments.of("a POST", right.replace("GET /", "POST /"), 400),
        Arguments.of("HTTP/1.0", right.replace("HTTP/1.1", "HTTP/1.0"), 400),
        Arguments.of("no Host", right.replace("Host: localhost\r\n", ""), 400),
        Arguments.of("two Hosts", upgrade("/echo", "Host: other"), 400),
        Arguments.of("a body", upgrade("/echo", "Content-Length: 5") + "hello", 400),
        Arguments.of("a chunked body", upgrade("/echo", "Transfer-Encoding: chunked"), 400),
        Arguments.of("a page of elsewhere", upgrade("/echo", "Origin: https://bad.example"), 403));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("wrongHandshakes")
  void aWrongHandshakeIsRefusedAndTheConnectionEnds(String what, String request, int status)
      throws Exception {
    try (RawClient client = server.connect()) {
      var answer = client.send(request).answer();
      assertThat(answer.status()).as(what).isEqualTo(status);
      assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
      assertThat(answer.header("connection")).isEqualTo("close");
      if (status == 426) {
        assertThat(answer.header("sec-websocket-version")).isEqualTo("13");
      }
      client.receivesEnd();
    }
  }

  @Test
  void aPageOfAKnownOriginMayConnect() throws Exception {
    try (RawClient client = server.connect()) {
      client.send(upgrade("/echo", "Origin: https://good.example"));
      assertThat(client.answer().status()).isEqualTo(101);
    }
  }

  @Test
  void aRequestWithoutAnUpgradeIsToldToAskForOneAndMayGoOn() throws Exception {
    try (RawClient client = server.connect()) {
      var answer = client.send("GET /echo?socket HTTP/1.1\r\nHost: x\r\n\r\n").answer();
      assertThat(answer.status()).isEqualTo(426);
      assertThat(answer.header("upgrade")).isEqualTo("websocket");
      client.send(upgrade("/echo"));
      assertThat(client.answer().status()).isEqualTo(101);
    }
  }

  @Test
  void tokensAreComparedWithoutCase() throws Exception {
    try (RawClient client = server.connect()) {
      client.send(
          upgrade("/echo")
              .replace("Upgrade: websocket", "UPGRADE: WebSocket")
              .replace("keep-alive, Upgrade", "foo,uPGRADE"));
      assertThat(client.answer().status()).isEqualTo(101);
    }
  }

  @Test
  void anUpgradeBehindARequestThatIsStillUnderWayWorksWhenNothingFollowsIt() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("GET /echo?later HTTP/1.1\r\nHost: x\r\n\r\n" + upgrade("/echo"));
      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.answer().status()).isEqualTo(101);
      client.send(RawClient.text("hello"));
      client.receivesText("hello");
    }
  }

  @Test
  void whatWasReservedIsGivenBackWhenTheClientLeavesDuringTheCheck() throws Exception {
    try (TestServer own = TestServer.start()) {
      Runnable admit;
      try (RawClient client = own.connect()) {
        client.send(upgrade("/echo?held"));
        admit = own.gate().held();
      }
      own.hasConnections(0);
      admit.run();
      assertThat(own.gate().next()).isEqualTo(new EchoGate.Told.Abandoned());
    }
  }
}
