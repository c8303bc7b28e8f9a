package dev.fanfare.gateway.edge.websocket;

import dev.fanfare.gateway.edge.gate.Room;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a client sends, in whatever pieces it comes, and judges it by RFC 6455 at the first
 * byte that is wrong. A length is judged before a byte is allocated for it, and memory grows with
 * what really came, never with what was announced.
 */
final class FrameReader {
  /** Who hears it. After {@link #closed} or {@link #violated} nothing more is told. */
  interface Listener {
    void message(byte[] message, boolean binary);

    void ping(byte[] payload);

    void pong();

    /** The peer says goodbye; 1005 where it gave no code. */
    void closed(int code);

    /** The peer broke the rules; the code says which. */
    void violated(int code, String reason);
  }

  private static final byte[] EMPTY = new byte[0];
  private static final int FIRST_ALLOCATION = 512;
  private static final int MAX_CONTROL_BYTES = 125;

  private final Listener listener;
  private int maxMessageBytes;
  private final int maxFragments;
  private final Room room;
  private final boolean deflate;

  // The frame under way.
  private int headerByte;
  private byte octetsLeft;
  private boolean longForm;
  private Step step = Step.FIRST;
  private long payloadLength;
  private long payloadRead;
  private int mask;
  private byte @Nullable [] control;

  // The message under way.
  private byte messageOpcode;
  private int fragments;
  private boolean compressed;
  private byte @Nullable [] message;
  private int messageBytes;
  private int utf8;

  private enum Step {
    FIRST,
    SECOND,
    LENGTH,
    MASK,
    PAYLOAD,
    DONE
  }

  /**
   * @param room for messages that do not come at once
   * @param deflate whether permessage-deflate was agreed
   */
  FrameReader(
      Listener listener, int maxMessageBytes, int maxFragments, Room room, boolean deflate) {
    this.listener = listener;
    this.maxMessageBytes = maxMessageBytes;
    this.maxFragments = maxFragments;
    this.room = room;
    this.deflate = deflate;
  }

  void maxMessageBytes(int bytes) {
    maxMessageBytes = bytes;
  }

  /** Whether a message or frame has begun and not ended. */
  boolean isUnderWay() {
    return step != Step.FIRST || messageOpcode != 0;
  }

  /** Whether it will not read any more. */
  boolean isDone() {
    return step == Step.DONE;
  }

  /** Reads nothing from now on. */
  void stop() {
    step = Step.DONE;
    giveRoomBack();
    control = null;
  }

  /** Takes all bytes, which stay the caller's. */
  void read(ByteBuf in) {
    // An empty payload is complete without a further byte.
    while (in.isReadable() || (step == Step.PAYLOAD && payloadLength == 0)) {
      switch (step) {
        case FIRST -> first(in.readUnsignedByte());
        case SECOND -> second(in.readUnsignedByte());
        case LENGTH -> length(in.readUnsignedByte());
        case MASK -> mask(in.readUnsignedByte());
        case PAYLOAD -> payload(in);
        case DONE -> in.skipBytes(in.readableBytes());
      }
    }
  }

  private void first(int octet) {
    headerByte = octet;
    int opcode = octet & 0x0F;
    boolean fin = (octet & 0x80) != 0;
    if ((octet & 0x40) != 0 && deflate && (opcode == 0 || opcode > 2)) {
      violate(CloseCode.PROTOCOL_ERROR, "only the first frame of a message says it is compressed");
    } else if ((octet & (deflate ? 0x30 : 0x70)) != 0) {
      violate(CloseCode.PROTOCOL_ERROR, "reserved bits are set, but no extension was agreed");
    } else if (opcode >= 8 && !fin) {
      violate(CloseCode.PROTOCOL_ERROR, "control frames are not fragmented");
    } else if ((opcode > 2 && opcode < 8) || opcode > 10) {
      violate(CloseCode.PROTOCOL_ERROR, "unknown opcode");
    } else if (opcode == 0 && messageOpcode == 0) {
      violate(CloseCode.PROTOCOL_ERROR, "a continuation of nothing");
    } else if ((opcode == 1 || opcode == 2) && messageOpcode != 0) {
      violate(CloseCode.PROTOCOL_ERROR, "a new message inside another");
    } else {
      step = Step.SECOND;
    }
  }

  private void second(int octet) {
    int length = octet & 0x7F;
    if ((octet & 0x80) == 0) {
      violate(CloseCode.PROTOCOL_ERROR, "frames of clients are masked");
    } else if (isControl() && length > MAX_CONTROL_BYTES) {
      violate(CloseCode.PROTOCOL_ERROR, "control frames have at most 125 bytes");
    } else if (length < 126) {
      payloadLength = length;
      judgeLength();
    } else {
      payloadLength = 0;
      longForm = length == 127;
      octetsLeft = (byte) (longForm ? 8 : 2);
      step = Step.LENGTH;
    }
  }

  private void length(int octet) {
    if (octetsLeft == 8 && octet > 0x7F) {
      violate(CloseCode.PROTOCOL_ERROR, "the highest bit of a length is not set");
      return;
    }
    payloadLength = payloadLength << 8 | octet;
    if (--octetsLeft == 0) {
      if (payloadLength < (longForm ? 0x10000 : 126)) {
        violate(CloseCode.PROTOCOL_ERROR, "a length is in its shortest form");
      } else {
        judgeLength();
      }
    }
  }

  private void judgeLength() {
    if (!isControl()) {
      if (payloadLength > maxMessageBytes - messageBytes) {
        violate(CloseCode.TOO_BIG, "a message has at most " + maxMessageBytes + " bytes");
        return;
      }
      if (fragments == maxFragments) {
        violate(CloseCode.POLICY, "a message has at most " + maxFragments + " fragments");
        return;
      }
      fragments++;
      if ((headerByte & 0x0F) != 0) {
        messageOpcode = (byte) (headerByte & 0x0F);
        compressed = (headerByte & 0x40) != 0;
        utf8 = Utf8.COMPLETE;
      }
    }
    mask = 0;
    octetsLeft = 4;
    step = Step.MASK;
  }

  private void mask(int octet) {
    mask = mask << 8 | octet;
    if (--octetsLeft == 0) {
      payloadRead = 0;
      step = Step.PAYLOAD;
    }
  }

  /** Reads payload; what comes after its end stays in the buffer. */
  private void payload(ByteBuf in) {
    int length = (int) Math.min(in.readableBytes(), payloadLength - payloadRead);
    boolean ends = length == payloadLength - payloadRead;
    if (isControl()) {
      controlPayload(in, length, ends);
    } else {
      dataPayload(in, length, ends);
    }
  }

  private void controlPayload(ByteBuf in, int length, boolean ends) {
    byte[] bytes = control;
    if (bytes == null) {
      bytes = payloadLength == 0 ? EMPTY : new byte[(int) payloadLength];
      control = bytes;
    }
    take(in, bytes, (int) payloadRead, length);
    if (!ends) {
      return;
    }
    control = null;
    step = Step.FIRST;
    switch (headerByte & 0x0F) {
      case Frames.PING -> listener.ping(bytes);
      case Frames.PONG -> listener.pong();
      default -> close(bytes);
    }
  }

  private void dataPayload(ByteBuf in, int length, boolean ends) {
    boolean fin = (headerByte & 0x80) != 0;
    int needed = messageBytes + length;
    byte[] bytes = fin && ends && message == null ? new byte[length] : roomFor(needed);
    if (bytes == null) {
      violate(CloseCode.TRY_LATER, "there is no room for long messages now");
      return;
    }
    take(in, bytes, messageBytes, length);
    if (messageOpcode == Frames.TEXT && !compressed) {
      utf8 = Utf8.check(utf8, bytes, messageBytes, needed);
      if (utf8 == Utf8.INVALID || (ends && fin && utf8 != Utf8.COMPLETE)) {
        violate(CloseCode.NOT_UTF8, "text is UTF-8");
        return;
      }
    }
    messageBytes = needed;
    if (!ends) {
      return;
    }
    step = Step.FIRST;
    if (fin) {
      boolean binary = messageOpcode == Frames.BINARY;
      giveRoomBack();
      messageBytes = 0;
      messageOpcode = 0;
      fragments = 0;
      if (compressed) {
        inflated(bytes, needed, binary);
      } else {
        listener.message(bytes.length == needed ? bytes : Arrays.copyOf(bytes, needed), binary);
      }
    }
  }

  private void inflated(byte[] bytes, int length, boolean binary) {
    try {
      byte[] plain = Inflating.inflate(bytes, length, maxMessageBytes);
      if (binary || Utf8.isText(plain)) {
        listener.message(plain, binary);
      } else {
        violate(CloseCode.NOT_UTF8, "text is UTF-8");
      }
    } catch (Inflating.TooLong bomb) {
      violate(
          CloseCode.TOO_BIG,
          "a message has at most " + maxMessageBytes + " bytes and shrinks not too far");
    } catch (DataFormatException malformed) {
      violate(CloseCode.NOT_UTF8, "a compressed message is not what deflate makes");
    }
  }

  /** Where the message under way is put together; null where there is no room for more of it. */
  private byte @Nullable [] roomFor(int needed) {
    byte[] bytes = message;
    int have = bytes == null ? 0 : bytes.length;
    if (bytes == null || needed > have) {
      int size = grown(Math.max(have, FIRST_ALLOCATION / 2), needed);
      if (!room.take(size - have)) {
        return null;
      }
      bytes = bytes == null ? new byte[size] : Arrays.copyOf(bytes, size);
      message = bytes;
    }
    return bytes;
  }

  private void giveRoomBack() {
    if (message != null) {
      room.give(message.length);
      message = null;
    }
  }

  /** Twice as much, but not more than this frame can fill. */
  private int grown(int length, int needed) {
    long announced = messageBytes + payloadLength - payloadRead;
    return (int) Math.max(needed, Math.min(2L * length, announced));
  }

  private void take(ByteBuf in, byte[] bytes, int at, int length) {
    in.readBytes(bytes, at, length);
    Mask.apply(mask, payloadRead, bytes, at, at + length);
    payloadRead += length;
  }

  private void close(byte[] payload) {
    if (payload.length == 0) {
      stop();
      listener.closed(CloseCode.NONE_GIVEN);
      return;
    }
    int code = payload.length == 1 ? 0 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
    if (!CloseCode.mayBeSent(code)) {
      violate(CloseCode.PROTOCOL_ERROR, "this close code is not sent");
    } else if (Utf8.check(Utf8.COMPLETE, payload, 2, payload.length) != Utf8.COMPLETE) {
      violate(CloseCode.NOT_UTF8, "the reason of a close is UTF-8");
    } else {
      stop();
      listener.closed(code);
    }
  }

  private boolean isControl() {
    return (headerByte & 0x08) != 0;
  }

  private void violate(int code, String reason) {
    stop();
    listener.violated(code, reason);
  }
}
