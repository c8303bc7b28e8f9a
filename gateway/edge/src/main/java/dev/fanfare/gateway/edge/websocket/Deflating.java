package dev.fanfare.gateway.edge.websocket;

import dev.fanfare.gateway.port.Framing;
import dev.fanfare.gateway.port.SharedFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

/**
 * The framing of WebSockets that agreed on permessage-deflate and whose app compresses. A message
 * is compressed once for all of them and stands alone: no message refers to one before it.
 */
final class Deflating implements Framing {
  /** The only one. */
  static final Deflating INSTANCE = new Deflating();

  /** Below this a compressed message is hardly ever shorter. */
  static final int LEAST_BYTES = 64;

  private static final int RSV1 = 0x40;

  /** What ends a sync flush and is left out on the wire, RFC 7692 section 7.2.1. */
  private static final int TAIL_BYTES = 4;

  /** One for each thread: making one costs more than most messages. */
  private static final ThreadLocal<Deflater> DEFLATERS =
      ThreadLocal.withInitial(() -> new Deflater(Deflater.DEFAULT_COMPRESSION, true));

  private Deflating() {}

  @Override
  public SharedFrame frame(byte[] payload, boolean binary) {
    return new SharedBuffer(frame(ByteBufAllocator.DEFAULT, payload, binary));
  }

  @Override
  public SharedFrame join(List<SharedFrame> frames) {
    return SharedBuffer.join(frames);
  }

  /** A frame for one socket; compressed where that makes it shorter. */
  static ByteBuf frame(ByteBufAllocator allocator, byte[] payload, boolean binary) {
    int opcode = binary ? Frames.BINARY : Frames.TEXT;
    byte[] shorter = payload.length < LEAST_BYTES ? payload : deflate(payload);
    return shorter.length < payload.length
        ? Frames.of(allocator, RSV1 | opcode, shorter)
        : Frames.of(allocator, opcode, payload);
  }

  /** The payload itself where it does not become shorter. */
  private static byte[] deflate(byte[] payload) {
    Deflater deflater = DEFLATERS.get();
    deflater.reset();
    deflater.setInput(payload);
    // What does not fit here, its tail apart, is not shorter.
    byte[] out = new byte[payload.length + TAIL_BYTES];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.setInput(new byte[0]);
    return length == out.length ? payload : Arrays.copyOf(out, length - TAIL_BYTES);
  }
}
