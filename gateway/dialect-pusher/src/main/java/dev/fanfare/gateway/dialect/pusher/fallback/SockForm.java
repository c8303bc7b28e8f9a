package dev.fanfare.gateway.dialect.pusher.fallback;

import dev.fanfare.gateway.dialect.pusher.json.JsonOut;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** How the frames of SockJS stand in what carries them. */
enum SockForm {
  /** Each with the end of its line. */
  LINE,
  /** Each an event of an EventSource, whose reader takes {@code %} for an escape. */
  EVENT,
  /** Each a script in a page that never ends, in whose frame {@code p} takes it. */
  SCRIPT,
  /** Each a message of a WebSocket. */
  MESSAGE;

  private static final byte[] EVENT_START = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EVENT_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PERCENT = "%25".getBytes(StandardCharsets.US_ASCII);

  /** The session is new. */
  byte[] open() {
    return frame('o', new byte[0]);
  }

  /** A sign of life. */
  byte[] heartbeat() {
    return frame('h', new byte[0]);
  }

  /** One message. */
  byte[] message(byte[] utf8) {
    return frame(
        'a', new JsonOut(utf8.length * 5 / 4 + 16).array().utf8(utf8).endArray().toBytes());
  }

  /** The end, and why. */
  byte[] close(int code, String reason) {
    return frame('c', new JsonOut().array().number(code).text(reason).endArray().toBytes());
  }

  /** The JSON holds no ends of lines. */
  private byte[] frame(char kind, byte[] json) {
    return switch (this) {
      case LINE -> joined(kind, json, true);
      case EVENT -> event(kind, json);
      case SCRIPT -> SockPage.script(kind, json);
      case MESSAGE -> joined(kind, json, false);
    };
  }

  private static byte[] joined(char kind, byte[] json, boolean endOfLine) {
    byte[] frame = new byte[json.length + (endOfLine ? 2 : 1)];
    frame[0] = (byte) kind;
    System.arraycopy(json, 0, frame, 1, json.length);
    if (endOfLine) {
      frame[frame.length - 1] = '\n';
    }
    return frame;
  }

  private static byte[] event(char kind, byte[] json) {
    ByteArrayOutputStream event = new ByteArrayOutputStream(json.length * 9 / 8 + 16);
    event.writeBytes(EVENT_START);
    event.write(kind);
    for (byte octet : json) {
      if (octet == '%') {
        event.writeBytes(PERCENT);
      } else {
        event.write(octet);
      }
    }
    event.writeBytes(EVENT_END);
    return event.toByteArray();
  }
}
