package dev.fanfare.bench.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the answers of one connection, one after the other, as far as a trusted server needs it:
 * HTTP/1.1 with a {@code Content-Length}.
 */
final class Answers {
  private static final int MAX_BYTES = 65_536;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3})[ \r]");
  private static final Pattern LENGTH =
      Pattern.compile("(?i)\r\ncontent-length: *([0-9]{1,5}) *\r\n");

  private byte[] held = {};

  /** What came of the bytes so far. */
  sealed interface Answer {
    /** Not all of it has come. */
    record Incomplete() implements Answer {}

    /** All of it. */
    record Complete(int status, String body) implements Answer {}

    /** It cannot be told where it ends, or it is more than what was asked for. */
    record Unreadable(String head) implements Answer {}
  }

  /** Takes all bytes; one answer is under way at a time. */
  Answer read(ByteBuf in) {
    int before = held.length;
    byte[] joined = Arrays.copyOf(held, before + in.readableBytes());
    in.readBytes(joined, before, joined.length - before);
    held = joined;
    String text = new String(joined, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return joined.length > MAX_BYTES ? unreadable(text) : new Answer.Incomplete();
    }
    String head = text.substring(0, end + 2);
    Matcher status = STATUS.matcher(head);
    Matcher length = LENGTH.matcher(head);
    if (!status.lookingAt() || !length.find()) {
      return unreadable(text);
    }
    int whole = end + 4 + Integer.parseInt(length.group(1));
    if (joined.length < whole) {
      return new Answer.Incomplete();
    }
    if (joined.length > whole) {
      return unreadable(text);
    }
    held = new byte[0];
    return new Answer.Complete(Integer.parseInt(status.group(1)), text.substring(end + 4));
  }

  private static Answer unreadable(String text) {
    return new Answer.Unreadable(text.lines().findFirst().orElse("nothing"));
  }
}
