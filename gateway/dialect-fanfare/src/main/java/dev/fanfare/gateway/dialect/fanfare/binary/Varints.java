package dev.fanfare.gateway.dialect.fanfare.binary;

import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.protocol.FaultCode;

/** Numbers of seven bits a byte, the lowest first, taken as unsigned (LEB128). */
public final class Varints {
  private static final int LONGEST = 10;

  private Varints() {}

  /** How many bytes a number takes. */
  public static int size(long value) {
    return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
  }

  /** Writes a number; gives where it has ended. */
  public static int write(long value, byte[] to, int at) {
    int next = at;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      to[next++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[next++] = (byte) rest;
    return next;
  }

  /**
   * Where a number that begins here ends.
   *
   * @throws InvalidInput when it has not ended by {@code to}, or is longer than any number
   */
  static int end(byte[] bytes, int from, int to) throws InvalidInput {
    for (int at = from; at < to && at < from + LONGEST; at++) {
      if (bytes[at] >= 0) {
        return at + 1;
      }
    }
    throw brokenOff();
  }

  /** The number between these; {@link #end} has found it. */
  static long read(byte[] bytes, int from, int end) {
    long value = 0;
    for (int at = end - 1; at >= from; at--) {
      value = value << 7 | bytes[at] & 0x7F;
    }
    return value;
  }

  static InvalidInput brokenOff() {
    return InvalidInput.of(
        FaultCode.MALFORMED,
        "A length or number leads beyond the end of what it stands in. Send whole records, each"
            + " behind its length.");
  }
}
