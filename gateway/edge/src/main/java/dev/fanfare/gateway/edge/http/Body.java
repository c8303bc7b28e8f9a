package dev.fanfare.gateway.edge.http;

import dev.fanfare.gateway.edge.gate.Room;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The body of a request as it comes; grows with what came, never with what was announced. */
final class Body {
  private final int maxBytes;
  private final boolean kept;
  private final Room room;
  private byte[] bytes = new byte[0];
  private int length;

  /** What became of a part. */
  enum Taken {
    YES,
    TOO_LONG,
    NO_ROOM
  }

  /**
   * @param kept whether anybody will read it
   */
  Body(int maxBytes, boolean kept, Room room) {
    this.maxBytes = maxBytes;
    this.kept = kept;
    this.room = room;
  }

  int maxBytes() {
    return maxBytes;
  }

  Taken take(ByteBuf part) {
    int more = part.readableBytes();
    if (more > maxBytes - length) {
      return Taken.TOO_LONG;
    }
    if (kept && more > 0) {
      if (length + more > bytes.length) {
        int size = Math.max(length + more, (int) Math.min(maxBytes, 2L * bytes.length));
        if (!room.take(size - bytes.length)) {
          return Taken.NO_ROOM;
        }
        bytes = Arrays.copyOf(bytes, size);
      }
      part.getBytes(part.readerIndex(), bytes, length, more);
    }
    length += more;
    return Taken.YES;
  }

  /** All of it; it takes no room any more. */
  byte[] whole() {
    byte[] whole = bytes.length == length || !kept ? bytes : Arrays.copyOf(bytes, length);
    release();
    return whole;
  }

  /** Forgets it, so that it takes no room. */
  void release() {
    room.give(bytes.length);
    bytes = new byte[0];
  }
}
