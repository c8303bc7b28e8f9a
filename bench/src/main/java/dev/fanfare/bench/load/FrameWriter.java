package dev.fanfare.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Writes the masked frames of a client. */
final class FrameWriter {
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PONG = 0xa;

  /**
   * Always the same: a server has to unmask whatever the key is, and the generator saves its time.
   */
  private static final int KEY = 0x5ac3_96e1;

  private FrameWriter() {}

  static ByteBuf frame(int opcode, byte[] payload) {
    ByteBuf frame = Unpooled.directBuffer(payload.length + 14);
    frame.writeByte(0x80 | opcode);
    if (payload.length < 126) {
      frame.writeByte(0x80 | payload.length);
    } else if (payload.length <= 0xffff) {
      frame.writeByte(0x80 | 126).writeShort(payload.length);
    } else {
      frame.writeByte(0x80 | 127).writeLong(payload.length);
    }
    frame.writeInt(KEY);
    for (int i = 0; i < payload.length; i++) {
      frame.writeByte(payload[i] ^ (KEY >>> (24 - 8 * (i & 3))));
    }
    return frame;
  }
}
