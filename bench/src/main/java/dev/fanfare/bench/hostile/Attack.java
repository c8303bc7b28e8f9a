package dev.fanfare.bench.hostile;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * Bytes that a hostile client sends: some when it has connected, then the same again and again. A
 * connection that the server closes is opened anew with the next blow. The rates are those of one
 * attacker with one machine, not so high that the attack itself takes the CPU that is measured.
 *
 * @param connections at once
 * @param every how long from blow to blow on each connection
 * @param opening sent at first; {@code %s} in it stands for the path of a WebSocket
 * @param blow sent at every turn after the first
 */
public record Attack(
    String name, String description, int connections, Duration every, String opening, byte[] blow) {

  private static final String HALF = "GET %s HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
  private static final String UPGRADE =
      head(
          "GET %s HTTP/1.1",
          "Host: localhost",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: ZmFuZmFyZSBiZW5jaCAhIQ==");
  private static final String LARGE =
      head("GET %s HTTP/1.1", "Host: localhost", "X-Large: " + "x".repeat(20_000));
  private static final String SMUGGLED =
      head("POST %s HTTP/1.1", "Host: localhost", "Content-Length: 4", "Transfer-Encoding: chunked")
          + "22\r\n"
          + head("GET /v1/time HTTP/1.1", "Host: x")
          + "\r\n0\r\n\r\n";
  private static final byte[] NOTHING = {};

  /** All of them. */
  public static final List<Attack> ALL =
      List.of(
          of(
              "half-handshakes",
              "500 connections that never finish their request",
              500,
              1_000,
              HALF,
              NOTHING),
          of(
              "slowloris",
              "500 requests whose header grows by a byte a second",
              500,
              1_000,
              HALF,
              ascii("x")),
          of(
              "large-headers",
              "400 requests a second with 20 KB of headers",
              20,
              50,
              LARGE,
              NOTHING),
          of(
              "smuggling",
              "400 requests a second with both Content-Length and chunks",
              20,
              50,
              SMUGGLED,
              NOTHING),
          of(
              "unmasked",
              "20 clients upgrade and send an unmasked frame, again and again",
              20,
              50,
              UPGRADE,
              hex("81026869")),
          of(
              "oversized",
              "20 clients upgrade and announce a frame of 2^40 bytes, again and again",
              20,
              50,
              UPGRADE,
              hex("82ff00000100000000005ac396e1")),
          of(
              "empty-fragments",
              "10 connections, each 20,000 empty fragments a second",
              10,
              50,
              UPGRADE,
              fragments(1_000)),
          of(
              "ping-flood",
              "10 connections, each 10,000 pings a second",
              10,
              50,
              UPGRADE,
              repeated(hex("89805ac396e1"), 500)));

  private static Attack of(
      String name,
      String description,
      int connections,
      int everyMillis,
      String opening,
      byte[] blow) {
    Duration every = Duration.ofMillis(everyMillis);
    return new Attack(name, description, connections, every, opening, blow);
  }

  private static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static byte[] fragments(int count) {
    byte[] first = hex("01805ac396e1");
    byte[] next = repeated(hex("00805ac396e1"), count);
    byte[] all = new byte[first.length + next.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(next, 0, all, first.length, next.length);
    return all;
  }

  private static byte[] repeated(byte[] bytes, int times) {
    byte[] all = new byte[bytes.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
    }
    return all;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  /** The opening, against a server whose WebSockets are at a path. */
  byte[] openingAt(String path) {
    return ascii(opening.replace("%s", path));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
