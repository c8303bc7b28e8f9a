package dev.fanfare.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client's side of RFC 6455, section 4.1, as far as a trusted server needs it. */
final class Handshake {
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
  private static final int MAX_HEAD = 16_384;
  private static final Pattern RETRY_AFTER =
      Pattern.compile("(?i)\r\nretry-after: *([0-9]{1,6})\r\n");

  /** What the server says to it. */
  sealed interface Answer {}

  /** Not all of it has come. */
  record Incomplete() implements Answer {}

  /** What follows are frames. */
  record Upgraded() implements Answer {}

  /** Come back later. */
  record TurnedAway(long retryAfterSeconds) implements Answer {}

  /** No. */
  record Refused(String statusLine) implements Answer {}

  private byte[] head = {};

  /** The request; a subprotocol of "" asks for none. */
  static String request(String path, String subprotocol) {
    String protocol =
        subprotocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ZmFuZmFyZSBiZW5jaCAhIQ==\r\n"
        + protocol
        + "\r\n";
  }

  /** Takes bytes up to the end of the answer's head, and all of them where it is not an upgrade. */
  Answer read(ByteBuf in) {
    int before = head.length;
    byte[] joined = Arrays.copyOf(head, before + in.readableBytes());
    in.getBytes(in.readerIndex(), joined, before, in.readableBytes());
    int end = endOfHead(joined);
    if (end < 0) {
      head = joined;
      in.skipBytes(in.readableBytes());
      return joined.length > MAX_HEAD ? new Refused("a head without end") : new Incomplete();
    }
    String text = new String(joined, 0, end, StandardCharsets.ISO_8859_1);
    if (text.startsWith("HTTP/1.1 101")) {
      in.skipBytes(end - before);
      return new Upgraded();
    }
    in.skipBytes(in.readableBytes());
    Matcher later = RETRY_AFTER.matcher(text);
    return text.startsWith("HTTP/1.1 503") && later.find()
        ? new TurnedAway(Long.parseLong(later.group(1)))
        : new Refused(text.lines().findFirst().orElse("nothing"));
  }

  private static int endOfHead(byte[] bytes) {
    for (int i = 0; i + 4 <= bytes.length; i++) {
      if (bytes[i] == '\r' && Arrays.equals(bytes, i, i + 4, END_OF_HEAD, 0, 4)) {
        return i + 4;
      }
    }
    return -1;
  }
}
