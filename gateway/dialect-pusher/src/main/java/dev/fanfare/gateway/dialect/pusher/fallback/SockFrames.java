package dev.fanfare.gateway.dialect.pusher.fallback;

import dev.fanfare.gateway.dialect.pusher.json.JsonOut;
import java.nio.charset.StandardCharsets;

/** The frames of SockJS, each with the end of its line. */
final class SockFrames {
  private SockFrames() {}

  /** The session is new. */
  static byte[] open() {
    return ascii("o\n");
  }

  /** A sign of life. */
  static byte[] heartbeat() {
    return ascii("h\n");
  }

  /** One message. */
  static byte[] message(byte[] utf8) {
    byte[] list = new JsonOut(utf8.length * 5 / 4 + 16).array().utf8(utf8).endArray().toBytes();
    return line('a', list);
  }

  /** The end, and why. */
  static byte[] close(int code, String reason) {
    return line('c', new JsonOut().array().number(code).text(reason).endArray().toBytes());
  }

  private static byte[] line(char kind, byte[] json) {
    byte[] line = new byte[json.length + 2];
    line[0] = (byte) kind;
    System.arraycopy(json, 0, line, 1, json.length);
    line[line.length - 1] = '\n';
    return line;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
