package dev.fanfare.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * RFC 9112 and 9110, where readers on the way could disagree about where a request ends: one
 * answer, and nothing behind it is taken for a request.
 */
class HttpAttackTest {
  private static final String NEXT = "GET /text HTTP/1.1\r\nHost: x\r\n\r\n";

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> attacks() {
    String post = "POST /echo HTTP/1.1\r\nHost: x\r\n";
    String get = "GET /echo HTTP/1.1\r\n";
    return Stream.of(
        Arguments.of(
            "CL and TE",
            post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of(
            "TE and CL",
            post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of("TE: xchunked", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400),
        Arguments.of("TE: gzip, chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501),
        Arguments.of(
            "TE: chunked, identity", post + "Transfer-Encoding: chunked, identity\r\n\r\n", 400),
        Arguments.of(
            "two TEs", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n", 400),
        Arguments.of(
            "TE with a tab", post + "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n", 400),
        Arguments.of(
            "TE in HTTP/1.0",
            post.replace("1.1", "1.0") + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of("a space before the colon", post + "Content-Length : 5\r\n\r\nhello", 400),
        Arguments.of(
            "two lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400),
        Arguments.of(
            "the same length twice",
            post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
            400),
        Arguments.of("a list of lengths", post + "Content-Length: 5, 5\r\n\r\nhello", 400),
        Arguments.of("a negative length", post + "Content-Length: -1\r\n\r\n", 400),
        Arguments.of("a length with a plus", post + "Content-Length: +5\r\n\r\nhello", 400),
        Arguments.of("a hexadecimal length", post + "Content-Length: 0x5\r\n\r\nhello", 400),
        Arguments.of(
            "a length beyond all measure",
            post + "Content-Length: 99999999999999999999\r\n\r\n",
            400),
        Arguments.of("no Host", get + "\r\n", 400),
        Arguments.of("two Hosts", get + "Host: a\r\nHost: b\r\n\r\n", 400),
        Arguments.of("a Host with a slash", get + "Host: a/b\r\n\r\n", 400),
        Arguments.of("a Host with a space", get + "Host: a b\r\n\r\n", 400),
        Arguments.of("a bare LF behind the first line", "GET /echo HTTP/1.1\nHost: x\r\n\r\n", 400),
        Arguments.of("a bare LF behind a header", get + "Host: x\nX: y\r\n\r\n", 400),
        Arguments.of("a bare LF at the end", get + "Host: x\r\n\n", 400),
        Arguments.of("a bare CR in a header", get + "Host: x\r\nA: b\rc\r\n\r\n", 400),
        Arguments.of("a NUL in a header", get + "Host: x\r\nA: b\0c\r\n\r\n", 400),
        Arguments.of("a header without a name", get + "Host: x\r\n: y\r\n\r\n", 400),
        Arguments.of("a header without a colon", get + "Host: x\r\nabc\r\n\r\n", 400),
        Arguments.of(
            "a chunk without a size", post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n", 400),
        Arguments.of(
            "a negative chunk",
            post + "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
            400),
        Arguments.of(
            "a chunk that is longer than it says",
            post + "Transfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n",
            400),
        Arguments.of(
            "a chunk size that ends with a bare LF",
            post + "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n",
            400),
        Arguments.of("a half percent code", "GET /echo/%4 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Arguments.of(
            "a percent code that is none", "GET /echo/%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Arguments.of("a path that is no UTF-8", "GET /echo/%ff HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Arguments.of(
            "a query that is no UTF-8", "GET /echo?a=%c3 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Arguments.of("no path", "GET echo HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Arguments.of("a proxy request", "CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        Arguments.of("HTTP/1.2", "GET /text HTTP/1.2\r\nHost: x\r\n\r\n", 505),
        Arguments.of("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        Arguments.of(
            "20 KB of headers", get + "Host: x\r\nA: " + "x".repeat(20_000) + "\r\n\r\n", 431),
        Arguments.of(
            "more headers than anybody needs",
            get + "Host: x\r\n" + "A: b\r\n".repeat(200) + "\r\n",
            431),
        Arguments.of(
            "a length behind a folded TE",
            post + "Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of(
            "a line of 200 KB",
            "GET /echo?" + "x".repeat(200_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
            414),
        Arguments.of(
            "a body too long by its length",
            "POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n",
            413),
        Arguments.of(
            "a body too long by its chunks",
            "POST /small HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n5\r\nabcde\r\n0\r\n\r\n",
            413),
        Arguments.of(
            "an expectation that cannot be met",
            post + "Content-Length: 1\r\nExpect: magic\r\n\r\n",
            417),
        Arguments.of("a TLS handshake", "\u0016\u0003\u0001\u0000\u00a5\u0001\u0000\r\n\r\n", 400));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("attacks")
  void anAttackHasOneAnswerAndTheConnectionEnds(String what, String attack, int status)
      throws Exception {
    try (RawClient client = server.connect()) {
      client.sendWhatGoes((attack + NEXT).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      var answer = client.answer();
      assertThat(answer.status()).as(what).isEqualTo(status);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
      client.receivesEnd();
    }
  }

  @Test
  void emptyLinesBeforeARequestAreForgiven() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("\r\n\r\n" + NEXT);
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }
}
