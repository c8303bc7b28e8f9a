package dev.fanfare.gateway.log;

import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.PresenceChange;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes of an entry: a header of fixed size, so that its place is known without decoding, and a
 * body by kind.
 *
 * <pre>
 * version 1 | kind 1 | flags 1 | epoch 8 | offset 8 | timeMicros 8 | body
 * </pre>
 *
 * <p>Numbers in the header are big-endian, those in the body varints. A reader that meets another
 * version, kind or flag refuses the entry: it cannot know what it would leave out.
 */
final class EntryCodec {
  static final int HEADER_BYTES = 27;

  static final int EPHEMERAL = 1;
  static final int NO_STORE = 2;
  static final int HAS_TTL = 4;
  static final int IS_CHANGE = 8;
  private static final int MESSAGE_FLAGS = EPHEMERAL | NO_STORE | HAS_TTL | IS_CHANGE;

  private static final int VERSION = 1;
  private static final int KIND_MESSAGE = 0;
  private static final int KIND_PRESENCE = 1;
  private static final int EPOCH_AT = 3;
  private static final int OFFSET_AT = 11;
  private static final int TIME_AT = 19;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private EntryCodec() {}

  static byte[] encode(Message message) {
    return MessageBody.encode(message);
  }

  static byte[] encode(PresenceChange change) {
    return PresenceBody.encode(change);
  }

  static ByteWriter messageHeader(int flags, Message message, int expectedBytes) {
    return header(
        KIND_MESSAGE,
        flags,
        message.position().epoch(),
        message.position().offset(),
        message.timeMicros(),
        expectedBytes);
  }

  static ByteWriter presenceHeader(PresenceChange change, int expectedBytes) {
    return header(
        KIND_PRESENCE,
        0,
        change.position().epoch(),
        change.position().offset(),
        change.member().timeMicros(),
        expectedBytes);
  }

  static void checkHeader(byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      throw new IllegalArgumentException("An entry of " + bytes.length + " bytes has no header");
    }
    if (bytes[0] != VERSION) {
      throw new IllegalArgumentException("Unknown version of an entry: " + bytes[0]);
    }
    int allowed =
        switch (bytes[1]) {
          case KIND_MESSAGE -> MESSAGE_FLAGS;
          case KIND_PRESENCE -> 0;
          default -> throw new IllegalArgumentException("Unknown kind of entry: " + bytes[1]);
        };
    if ((bytes[2] & ~allowed) != 0) {
      throw new IllegalArgumentException("Unknown flags of an entry: " + bytes[2]);
    }
    if (offset(bytes) < 0) {
      throw new IllegalArgumentException("An entry's offset is 0 or more");
    }
  }

  static Entry.Kind kind(byte[] bytes) {
    return bytes[1] == KIND_MESSAGE ? Entry.Kind.MESSAGE : Entry.Kind.PRESENCE;
  }

  static long epoch(byte[] bytes) {
    return (long) LONG.get(bytes, EPOCH_AT);
  }

  static long offset(byte[] bytes) {
    return (long) LONG.get(bytes, OFFSET_AT);
  }

  static long timeMicros(byte[] bytes) {
    return (long) LONG.get(bytes, TIME_AT);
  }

  /** Whether a flag of a message is set. */
  static boolean has(int flag, byte[] bytes) {
    return (bytes[2] & flag) != 0;
  }

  /**
   * How long after its time the message is replayed, in microseconds; {@link Long#MAX_VALUE} when
   * for ever.
   */
  static long ttlMicros(byte[] bytes) {
    return has(HAS_TTL, bytes) ? MessageBody.ttlMicros(bytes) : Long.MAX_VALUE;
  }

  static Message message(byte[] bytes) {
    if (bytes[1] != KIND_MESSAGE) {
      throw new IllegalArgumentException("This entry is no message");
    }
    return MessageBody.decode(bytes);
  }

  static PresenceChange presence(byte[] bytes) {
    if (bytes[1] != KIND_PRESENCE) {
      throw new IllegalArgumentException("This entry is no presence change");
    }
    return PresenceBody.decode(bytes);
  }

  private static ByteWriter header(
      int kind, int flags, long epoch, long offset, long timeMicros, int expectedBytes) {
    ByteWriter out = new ByteWriter(HEADER_BYTES + expectedBytes);
    out.put(VERSION);
    out.put(kind);
    out.put(flags);
    out.putLong(epoch);
    out.putLong(offset);
    out.putLong(timeMicros);
    return out;
  }
}
