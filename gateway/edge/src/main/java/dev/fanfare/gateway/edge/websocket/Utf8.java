package dev.fanfare.gateway.edge.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Strict UTF-8 (RFC 3629), piece by piece: over-long forms, surrogates and what lies beyond
 * U+10FFFF are refused at their first wrong byte.
 *
 * <p>A state is an int: {@link #COMPLETE} between characters, {@link #INVALID} for ever after a
 * wrong byte, else how many bytes of the character are missing and between which bounds the next of
 * them must lie.
 */
final class Utf8 {
  static final int COMPLETE = 0;
  static final int INVALID = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /** Whether these bytes are text by themselves. */
  static boolean isText(byte[] bytes) {
    return check(COMPLETE, bytes, 0, bytes.length) == COMPLETE;
  }

  /** The state after these bytes. */
  static int check(int state, byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (state == COMPLETE) {
        at = skipAscii(bytes, at, to);
        if (at == to) {
          return COMPLETE;
        }
        state = lead(bytes[at++] & 0xFF);
      } else if (state == INVALID) {
        return INVALID;
      } else {
        state = follow(state, bytes[at++] & 0xFF);
      }
    }
    return state;
  }

  private static int skipAscii(byte[] bytes, int at, int to) {
    while (at + Long.BYTES <= to && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
      at += Long.BYTES;
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  private static int lead(int octet) {
    if (octet < 0xC2 || octet > 0xF4) {
      return INVALID;
    }
    if (octet < 0xE0) {
      return missing(1, 0x80, 0xBF);
    }
    if (octet < 0xF0) {
      return missing(2, octet == 0xE0 ? 0xA0 : 0x80, octet == 0xED ? 0x9F : 0xBF);
    }
    return missing(3, octet == 0xF0 ? 0x90 : 0x80, octet == 0xF4 ? 0x8F : 0xBF);
  }

  private static int follow(int state, int octet) {
    int least = state >> 8 & 0xFF;
    int most = state & 0xFF;
    if (octet < least || octet > most) {
      return INVALID;
    }
    int left = (state >> 16) - 1;
    return left == 0 ? COMPLETE : missing(left, 0x80, 0xBF);
  }

  private static int missing(int octets, int least, int most) {
    return octets << 16 | least << 8 | most;
  }
}
