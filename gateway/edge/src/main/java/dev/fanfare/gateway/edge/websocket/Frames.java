package dev.fanfare.gateway.edge.websocket;

import dev.fanfare.gateway.edge.loop.DirectMemory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** Frames that a server sends: whole and without a mask (RFC 6455 section 5.2). */
final class Frames {
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int FIN = 0x80;
  private static final int MAX_REASON_BYTES = 123;

  private Frames() {}

  /**
   * A frame in a direct buffer that is exactly as long as it: nobody may append to bytes that
   * others share, as a TLS handler would do where it finds room.
   */
  static ByteBuf of(ByteBufAllocator allocator, int opcode, byte[] payload) {
    int length = payload.length;
    int header = length < 126 ? 2 : length <= 0xFFFF ? 4 : 10;
    ByteBuf frame = DirectMemory.buffer(allocator, header + length);
    frame.writeByte(FIN | opcode);
    switch (header) {
      case 2 -> frame.writeByte(length);
      case 4 -> frame.writeByte(126).writeShort(length);
      default -> frame.writeByte(127).writeLong(length);
    }
    return frame.writeBytes(payload);
  }

  /** A close frame. A reason that is too long is cut between two characters. */
  static ByteBuf close(ByteBufAllocator allocator, int code, String reason) {
    if (code == CloseCode.NONE_GIVEN) {
      return of(allocator, CLOSE, new byte[0]);
    }
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(text.length, MAX_REASON_BYTES);
    if (length < text.length) {
      while (length > 0 && (text[length] & 0xC0) == 0x80) {
        length--;
      }
    }
    byte[] payload = new byte[2 + length];
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    System.arraycopy(text, 0, payload, 2, length);
    return of(allocator, CLOSE, payload);
  }
}
