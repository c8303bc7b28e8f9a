package dev.fanfare.gateway.log;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What the log keeps of an id to recognise it again: 128 bits of SHA-256, so that nobody can make
 * two ids collide on purpose.
 */
public record Id128(long high, long low) {

  /** The hash of a publisher's own message id. */
  public static Id128 ofMessageId(String id) {
    return of("i", id);
  }

  /**
   * The hash of a connection's own serial number for a publish, for dialects whose clients count
   * instead of naming.
   */
  public static Id128 ofConnectionSerial(String connection, String serial) {
    return of("c" + connection.length() + ":" + connection, serial);
  }

  private static Id128 of(String kind, String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(kind.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return new Id128(longAt(hash, 0), longAt(hash, 8));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static long longAt(byte[] bytes, int at) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (bytes[at + i] & 0xFF);
    }
    return value;
  }
}
