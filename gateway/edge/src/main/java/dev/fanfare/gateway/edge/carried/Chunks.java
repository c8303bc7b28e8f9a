package dev.fanfare.gateway.edge.carried;

import dev.fanfare.gateway.edge.websocket.SharedBuffer;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Looks into frames that are one chunk or several. */
final class Chunks {
  private Chunks() {}

  /** What stands in them, one behind the other. */
  static byte[] payload(SharedBuffer frame) {
    ByteBuf bytes = frame.share();
    try {
      byte[] all = new byte[bytes.readableBytes()];
      int length = 0;
      while (bytes.isReadable()) {
        int chunk = chunkLength(bytes);
        bytes.readBytes(all, length, chunk).skipBytes(2);
        length += chunk;
      }
      return java.util.Arrays.copyOf(all, length);
    } finally {
      bytes.release();
    }
  }

  /** How many UTF-16 units stand in them, as JavaScript counts. */
  static int units(SharedBuffer frame) {
    ByteBuf bytes = frame.share();
    try {
      int units = 0;
      while (bytes.isReadable()) {
        for (int left = chunkLength(bytes); left > 0; left--) {
          int octet = bytes.readByte() & 0xFF;
          if ((octet & 0xC0) != 0x80) {
            units += octet >= 0xF0 ? 2 : 1;
          }
        }
        bytes.skipBytes(2);
      }
      return units;
    } finally {
      bytes.release();
    }
  }

  /** Each chunk as a frame of its own; takes over the reference. */
  static List<SharedBuffer> split(SharedBuffer frame) {
    ByteBuf bytes = frame.share();
    try {
      List<SharedBuffer> chunks = new ArrayList<>(1);
      while (bytes.isReadable()) {
        int from = bytes.readerIndex();
        bytes.skipBytes(chunkLength(bytes) + 2);
        chunks.add(new SharedBuffer(bytes.retainedSlice(from, bytes.readerIndex() - from)));
      }
      return chunks;
    } finally {
      bytes.release();
      frame.release();
    }
  }

  private static int chunkLength(ByteBuf bytes) {
    int length = 0;
    for (byte digit = bytes.readByte(); digit != '\r'; digit = bytes.readByte()) {
      length = 16 * length + Character.digit(digit, 16);
    }
    bytes.skipBytes(1);
    return length;
  }
}
