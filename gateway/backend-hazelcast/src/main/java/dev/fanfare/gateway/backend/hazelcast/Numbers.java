package dev.fanfare.gateway.backend.hazelcast;

import java.nio.ByteBuffer;

/** A long as eight bytes. */
final class Numbers {
  private Numbers() {}

  static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  static long number(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong();
  }
}
