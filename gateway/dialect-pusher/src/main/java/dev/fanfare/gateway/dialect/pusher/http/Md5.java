package dev.fanfare.gateway.dialect.pusher.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest by which a signature covers a body. Any thread. */
final class Md5 {
  /** Copied for each use, which is cheaper than to look for the provider; never used itself. */
  private static final MessageDigest TO_COPY = digest();

  private Md5() {}

  static byte[] of(byte[] body) {
    try {
      return ((MessageDigest) TO_COPY.clone()).digest(body);
    } catch (CloneNotSupportedException unheardOf) {
      throw new IllegalStateException("The platform's MD5 can be copied", unheardOf);
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
