package dev.fanfare.gateway.edge.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The masking of RFC 6455 section 5.3. */
final class Mask {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Mask() {}

  /**
   * Masks or unmasks in place.
   *
   * @param key its first byte is the highest
   * @param phase how many bytes of the frame came before
   */
  static void apply(int key, long phase, byte[] bytes, int from, int to) {
    int turned = Integer.rotateLeft(key, (int) (phase & 3) * 8);
    int at = from;
    if (to - from >= Long.BYTES) {
      long both = (long) turned << 32 | (turned & 0xFFFFFFFFL);
      for (; at + Long.BYTES <= to; at += Long.BYTES) {
        LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ both);
      }
    }
    for (int shift = 24; at < to; at++, shift = shift - 8 & 31) {
      bytes[at] ^= (byte) (turned >>> shift);
    }
  }
}
