package dev.fanfare.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What every benchmark message carries: 128 bytes of plain ASCII that say which message of which
 * channel it is and when it was sent. The same bytes go through every server, so none needs
 * escaping and each is found by its first byte, which stands nowhere else.
 *
 * <p>{@code ~}, 8 letters sequence, 16 letters nanoseconds, 8 letters channel, filled with dots. A
 * letter from {@code a} to {@code p} holds four bits.
 */
final class Stamp {
  static final int LENGTH = 128;
  static final byte MARK = '~';

  private static final long NIBBLES = 0x0f0f0f0f0f0f0f0fL;
  private static final long LETTERS = 0x6161616161616161L;

  private Stamp() {}

  /** A fresh payload. */
  static byte[] write(int channel, int sequence, long nanos) {
    byte[] stamp = new byte[LENGTH];
    stamp[0] = MARK;
    letters(stamp, 1, sequence);
    letters(stamp, 9, (int) (nanos >>> 32));
    letters(stamp, 17, (int) nanos);
    letters(stamp, 25, channel);
    Arrays.fill(stamp, 33, LENGTH, (byte) '.');
    return stamp;
  }

  /** The sequence number of the stamp that begins at {@code at}. */
  static int sequence(ByteBuf buffer, int at) {
    return number(buffer, at + 1);
  }

  /** When it was sent, on the clock of {@link System#nanoTime()}. */
  static long nanos(ByteBuf buffer, int at) {
    return ((long) number(buffer, at + 9) << 32) | (number(buffer, at + 17) & 0xffffffffL);
  }

  /** Its channel. */
  static int channel(ByteBuf buffer, int at) {
    return number(buffer, at + 25);
  }

  /** As text, for dialogues in text. */
  static String text(byte[] stamp) {
    return new String(stamp, StandardCharsets.ISO_8859_1);
  }

  private static int number(ByteBuf buffer, int at) {
    return (int) Long.compress(buffer.getLong(at) - LETTERS, NIBBLES);
  }

  private static void letters(byte[] to, int at, int number) {
    long letters = Long.expand(number & 0xffffffffL, NIBBLES) + LETTERS;
    for (int i = 7; i >= 0; i--) {
      to[at + i] = (byte) letters;
      letters >>>= 8;
    }
  }
}
