package dev.fanfare.gateway.backend.hazelcast;

import java.nio.ByteBuffer;

/**
 * A state of a log that its backups have.
 *
 * @param writer the member that owned it, in one of its lives
 * @param version that member's number for the state; it gives none twice
 */
record Confirmation(long writer, long version) {
  /** Nothing is known. */
  static final Confirmation NONE = new Confirmation(0, 0);

  byte[] bytes() {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(writer).putLong(version).array();
  }

  static Confirmation of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Confirmation(in.getLong(), in.getLong());
  }
}
