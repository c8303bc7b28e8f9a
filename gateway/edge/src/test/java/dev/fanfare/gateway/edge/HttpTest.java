package dev.fanfare.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTest {
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aRequestIsAnsweredAndTheConnectionServesTheNext() throws Exception {
    try (RawClient client = server.connect()) {
      for (int i = 0; i < 3; i++) {
        var answer =
            client
                .send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
                .answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("POST [echo] {} hello");
        assertThat(answer.has("connection")).isFalse();
      }
    }
  }

  @Test
  void aChunkedBodyIsPutTogether() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel");
      client.send("lo\r\n7;ext=1\r\n, world\r\n0\r\nTrailer: x\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("POST [echo] {} hello, world");
    }
  }

  @Test
  void pathAndQueryAreDecoded() throws Exception {
    try (RawClient client = server.connect()) {
      client.send(
          "GET /echo/a%2Fb/caf%C3%A9/+?q=1%262&q=a+b&flag&%C3%A4=%20 HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.answer().body())
          .isEqualTo("GET [echo, a/b, café, +] {q=[1&2, a b], flag=[], ä=[ ]} ");
    }
  }

  @Test
  void anAbsoluteAddressIsAsGoodAsAPath() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("GET http://anything:80/echo?a=b HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("GET [echo] {a=[b]} ");
    }
  }

  @Test
  void requestsThatComeTogetherAreAnsweredInTheirOrder() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      String how = i % 7 == 0 ? "later&" : "";
      all.append("GET /echo?" + how + "n=" + i + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    try (RawClient client = server.connect()) {
      client.send(all.toString());
      for (int i = 0; i < 500; i++) {
        assertThat(client.answer().body()).contains("n=[" + i + "]");
      }
    }
  }

  @Test
  void aHeadIsAnsweredAsAGetWithoutTheBody() throws Exception {
    try (RawClient client = server.connect()) {
      var answer = client.send("HEAD /text HTTP/1.1\r\nHost: x\r\n\r\n").answer(false);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("content-length")).isEqualTo("5");
      client.send("GET /text HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("hello");
    }
  }

  @Test
  void nothingAtAnAddressIs404AndTheConnectionGoesOn() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
      var answer = client.answer();
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
      assertThat(answer.body()).contains("40400");
      client.send("GET /text HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void theConnectionEndsWhenTheClientWantsSo() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("GET /text HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(client.answer().header("connection")).isEqualTo("close");
      client.receivesEnd();
    }
    try (RawClient client = server.connect()) {
      client.send("GET /text HTTP/1.0\r\n\r\n");
      assertThat(client.answer().header("connection")).isEqualTo("close");
      client.receivesEnd();
    }
  }

  @Test
  void whoeverExpectsToContinueIsToldTo() throws Exception {
    try (RawClient client = server.connect()) {
      client.send(
          "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(100);
      client.send("ok");
      assertThat(client.answer().body()).isEqualTo("POST [echo] {} ok");
      client.send(
          "POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(413);
      client.receivesEnd();
    }
  }

  @Test
  void pagesOfAKnownOriginMayReadAnswersAndRefusals() throws Exception {
    try (RawClient client = server.connect()) {
      for (String path : new String[] {"/text", "/nowhere"}) {
        client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nOrigin: https://good.example\r\n\r\n");
        var answer = client.answer();
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://good.example");
        assertThat(answer.header("vary")).isEqualTo("origin");
      }
      client.send("GET /text HTTP/1.1\r\nHost: x\r\nOrigin: https://bad.example\r\n\r\n");
      assertThat(client.answer().has("access-control-allow-origin")).isFalse();
    }
  }

  @Test
  void aBrowserMayAskBeforehand() throws Exception {
    String ask =
        String.join(
            "\r\n",
            "OPTIONS /echo HTTP/1.1",
            "Host: x",
            "Origin: https://good.example",
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: authorization, content-type",
            "",
            "");
    try (RawClient client = server.connect()) {
      var answer = client.send(ask).answer();
      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.has("content-length")).isFalse();
      assertThat(answer.header("access-control-allow-headers"))
          .isEqualTo("authorization, content-type");
      assertThat(answer.header("access-control-allow-methods")).contains("POST");
      assertThat(client.send(ask.replace("good.", "bad.")).answer().status()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/echo?broken", "/echo?throws", "/throws", "/bad-header"})
  void aFailureBehindTheEdgeIsA500(String path) throws Exception {
    try (RawClient client = server.connect()) {
      client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
      var answer = client.answer();
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.has("x-evil")).isFalse();
    }
  }

  @Test
  void anOldClientThatKeepsItsConnectionIsToldThatItMay() throws Exception {
    try (RawClient client = server.connect()) {
      for (int i = 0; i < 2; i++) {
        client.send("GET /text HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(client.answer().header("connection")).isEqualTo("keep-alive");
      }
    }
  }

  @Test
  void aLongPublishInTheAddressFits() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("GET /echo?d=" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.answer().body()).hasSizeGreaterThan(100_000);
    }
  }
}
