package dev.fanfare.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Finds the frames of a server in a stream of bytes, without allocating where a read ends at the
 * end of a frame. It trusts the server: what is measured here is speed, not conformance. A fragment
 * is handed on like a message of its own.
 */
final class FrameReader {
  private static final int TEXT_OR_BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final byte[] NOTHING = {};

  /** Who hears of the frames. Ranges are valid during the call only. */
  interface Listener {
    /** The payload of a text, binary or continuation frame. */
    void message(ByteBuf buffer, int from, int to);

    /** The payload of a ping. */
    void ping(ByteBuf buffer, int from, int to);

    /** The server says goodbye with this code; 1005 when it names none. */
    void close(int code);
  }

  private byte[] rest = NOTHING;

  /** Reads everything in {@code in}; an incomplete frame at its end is kept for the next call. */
  void read(ByteBuf in, Listener listener) {
    if (rest.length == 0) {
      frames(in, listener);
      return;
    }
    ByteBuf joined = Unpooled.buffer(rest.length + in.readableBytes());
    joined.writeBytes(rest).writeBytes(in);
    rest = NOTHING;
    frames(joined, listener);
  }

  private void frames(ByteBuf in, Listener listener) {
    int at = in.readerIndex();
    int end = in.writerIndex();
    while (end - at >= 2) {
      int opcode = in.getByte(at) & 0x0f;
      int short7 = in.getByte(at + 1) & 0x7f;
      int header = short7 < 126 ? 2 : short7 == 126 ? 4 : 10;
      if (end - at < header) {
        break;
      }
      long length =
          switch (header) {
            case 2 -> short7;
            case 4 -> in.getUnsignedShort(at + 2);
            default -> in.getLong(at + 2);
          };
      if (end - at - header < length) {
        break;
      }
      int from = at + header;
      int to = from + (int) length;
      frame(opcode, in, from, to, listener);
      at = to;
    }
    if (at < end) {
      rest = new byte[end - at];
      in.getBytes(at, rest);
    }
    in.readerIndex(end);
  }

  private static void frame(int opcode, ByteBuf in, int from, int to, Listener listener) {
    if (opcode <= TEXT_OR_BINARY) {
      listener.message(in, from, to);
    } else if (opcode == PING) {
      listener.ping(in, from, to);
    } else if (opcode == CLOSE) {
      listener.close(to - from >= 2 ? in.getUnsignedShort(from) : 1005);
    }
  }
}
