package dev.fanfare.gateway.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC and SHA-256 as every Java platform has them. */
final class Hmac {
  private Hmac() {}

  /**
   * Whether {@code mac} is the HMAC-SHA-256 of the bytes; takes the same time for any wrong one.
   */
  static boolean verifies(byte[] secret, byte[] bytes, byte[] mac) {
    return MessageDigest.isEqual(sha256(secret, bytes), mac);
  }

  /** The bytes of a MAC in hexadecimal; what is no MAC gives none, which equals no MAC. */
  static byte[] fromHex(String text) {
    if (text.length() != 64) {
      return new byte[0];
    }
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException noHex) {
      return new byte[0];
    }
  }

  /** HMAC-SHA-256; the secret has at least one byte. */
  static byte[] sha256(byte[] secret, byte[] bytes) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", missing);
    }
  }

  /** SHA-256. */
  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Every Java platform has SHA-256", missing);
    }
  }
}
