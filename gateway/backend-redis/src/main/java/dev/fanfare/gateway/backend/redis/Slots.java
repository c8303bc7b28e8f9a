package dev.fanfare.gateway.backend.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** In which of a Redis Cluster's 16,384 slots a name lies: CRC-16 (XMODEM) of its hash tag. */
final class Slots {
  static final int COUNT = 16_384;

  private Slots() {}

  static int of(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int open = indexOf(bytes, '{', 0);
    int close = open < 0 ? -1 : indexOf(bytes, '}', open + 1);
    byte[] tag = close > open + 1 ? Arrays.copyOfRange(bytes, open + 1, close) : bytes;
    return crc(tag) % COUNT;
  }

  /** Whether an answer of Redis says that another node is to be asked. */
  static boolean hasMoved(@Nullable String error) {
    return error != null && (error.startsWith("MOVED ") || error.startsWith("ASK "));
  }

  private static int indexOf(byte[] bytes, char sought, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == sought) {
        return i;
      }
    }
    return -1;
  }

  private static int crc(byte[] bytes) {
    int crc = 0;
    for (byte each : bytes) {
      crc ^= (each & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ 0x1021;
      }
      crc &= 0xffff;
    }
    return crc;
  }
}
