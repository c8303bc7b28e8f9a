package dev.fanfare.gateway.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote. The bytes may come from anywhere: whatever is wrong with
 * them, every method throws {@link IllegalArgumentException} and nothing else, and none allocates
 * more than the bytes can account for.
 */
final class ByteReader {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private int at;

  ByteReader(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
    need(0);
  }

  int get() {
    need(1);
    return bytes[at++] & 0xFF;
  }

  /** A byte of which only these bits may be set. */
  int get(int allowedBits) {
    int value = get();
    if ((value & ~allowedBits) != 0) {
      throw new IllegalArgumentException("Unknown bits " + value + " at byte " + (at - 1));
    }
    return value;
  }

  boolean getFlag() {
    return get(1) == 1;
  }

  long getLong() {
    need(8);
    long value = (long) LONG.get(bytes, at);
    at += 8;
    return value;
  }

  long getVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int part = get();
      if (shift == 63 && part > 1) {
        break;
      }
      value |= (long) (part & 0x7F) << shift;
      if (part < 0x80) {
        return value;
      }
    }
    throw new IllegalArgumentException("A number is too long at byte " + at);
  }

  /** A number from 0 to {@link Integer#MAX_VALUE}. */
  int getInt() {
    long value = getVarint();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("A number is too great at byte " + at);
    }
    return (int) value;
  }

  /** A number from 0 on. */
  long getNatural() {
    long value = getVarint();
    if (value < 0) {
      throw new IllegalArgumentException("A number is too great at byte " + at);
    }
    return value;
  }

  /** How many items follow, of at least so many bytes each. */
  int getCount(int leastBytesEach) {
    int count = getInt();
    need((long) count * leastBytesEach);
    return count;
  }

  byte[] getBlock() {
    int length = getInt();
    need(length);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  String getText() {
    int length = getInt();
    need(length);
    at += length;
    String text = new String(bytes, at - length, length, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      checkUtf8(length);
    }
    return text;
  }

  /** Says that nothing may follow. */
  void end() {
    if (at != bytes.length) {
      throw new IllegalArgumentException((bytes.length - at) + " bytes too many");
    }
  }

  /**
   * The replacement character may have been written as such, or stand for bytes that are no UTF-8.
   */
  private void checkUtf8(int length) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at - length, length));
    } catch (CharacterCodingException notUtf8) {
      throw new IllegalArgumentException("A text is not UTF-8 before byte " + at, notUtf8);
    }
  }

  private void need(long more) {
    if (bytes.length - at < more) {
      throw new IllegalArgumentException("The bytes end too early, at " + bytes.length);
    }
  }
}
