package dev.fanfare.gateway.edge.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The body of a request as it comes; grows with what came, never with what was announced. */
final class Body {
  private final int maxBytes;
  private final boolean kept;
  private byte[] bytes = new byte[0];
  private int length;

  /**
   * @param kept whether anybody will read it
   */
  Body(int maxBytes, boolean kept) {
    this.maxBytes = maxBytes;
    this.kept = kept;
  }

  int maxBytes() {
    return maxBytes;
  }

  /** Takes a part; false when that is more than may come. */
  boolean take(ByteBuf part) {
    int more = part.readableBytes();
    if (more > maxBytes - length) {
      return false;
    }
    if (kept && more > 0) {
      if (length + more > bytes.length) {
        int grown = (int) Math.min(maxBytes, 2L * bytes.length);
        bytes = Arrays.copyOf(bytes, Math.max(length + more, grown));
      }
      part.getBytes(part.readerIndex(), bytes, length, more);
    }
    length += more;
    return true;
  }

  byte[] whole() {
    return bytes.length == length || !kept ? bytes : Arrays.copyOf(bytes, length);
  }
}
