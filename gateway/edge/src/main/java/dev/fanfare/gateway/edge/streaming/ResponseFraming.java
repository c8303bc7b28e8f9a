package dev.fanfare.gateway.edge.streaming;

import dev.fanfare.gateway.edge.loop.DirectMemory;
import dev.fanfare.gateway.edge.websocket.SharedBuffer;
import dev.fanfare.gateway.port.Framing;
import dev.fanfare.gateway.port.SharedFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How payloads stand in a response: as chunks (RFC 9112 section 7.1), so that a frame is shared by
 * all responses as it is, or as they are, for HTTP/1.0.
 */
public enum ResponseFraming implements Framing {
  /** A chunk for each payload. */
  CHUNKED,
  /** The payload alone; the end of the connection is the end of the response. */
  PLAIN;

  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  @Override
  public SharedFrame frame(byte[] payload, boolean binary) {
    return new SharedBuffer(bytes(ByteBufAllocator.DEFAULT, payload));
  }

  @Override
  public SharedFrame join(List<SharedFrame> frames) {
    return SharedBuffer.join(frames);
  }

  /** A payload in its frame. An empty one is nothing: an empty chunk would be the last. */
  ByteBuf bytes(ByteBufAllocator allocator, byte[] payload) {
    if (payload.length == 0 || this == PLAIN) {
      return DirectMemory.buffer(allocator, Math.max(1, payload.length)).writeBytes(payload);
    }
    int digits = 1 + (31 - Integer.numberOfLeadingZeros(payload.length)) / 4;
    int length = digits + payload.length + 4;
    ByteBuf chunk = DirectMemory.buffer(allocator, length);
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      chunk.writeByte(HEX[(payload.length >>> shift) & 0xF]);
    }
    return chunk.writeShort(0x0D0A).writeBytes(payload).writeShort(0x0D0A);
  }

  /** What ends a response. */
  ByteBuf end(ByteBufAllocator allocator) {
    return this == CHUNKED
        ? DirectMemory.buffer(allocator, LAST_CHUNK.length).writeBytes(LAST_CHUNK)
        : Unpooled.EMPTY_BUFFER;
  }
}
