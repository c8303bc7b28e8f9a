package dev.fanfare.gateway.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC and SHA-256 as every Java platform has them. */
final class Hmac {
  private static final String MAC = "HmacSHA256";

  /** Copied for each use, which is cheaper than to look for the provider; never used itself. */
  private static final Mac MAC_TO_COPY = preparedMac();

  private static final MessageDigest DIGEST_TO_COPY = digest();

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
      Mac mac = (Mac) MAC_TO_COPY.clone();
      mac.init(new SecretKeySpec(secret, MAC));
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException | CloneNotSupportedException missing) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", missing);
    }
  }

  /** SHA-256. */
  static byte[] sha256(byte[] bytes) {
    try {
      return ((MessageDigest) DIGEST_TO_COPY.clone()).digest(bytes);
    } catch (CloneNotSupportedException unheardOf) {
      throw new IllegalStateException("The platform's SHA-256 can be copied", unheardOf);
    }
  }

  /** With a key of its own, since what was never initialised cannot be copied. */
  private static Mac preparedMac() {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(new byte[32], MAC));
      return mac;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", missing);
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Every Java platform has SHA-256", missing);
    }
  }
}
