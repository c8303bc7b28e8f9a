package dev.fanfare.gateway.auth;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 with one key, for many contents: the key is prepared once, and copied for each.
 *
 * <p>Any thread.
 */
final class KeyedHmac {
  private final Mac prepared;

  KeyedHmac(byte[] key) {
    try {
      prepared = Mac.getInstance("HmacSHA256");
      prepared.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", missing);
    }
  }

  byte[] of(byte[] content) {
    try {
      return ((Mac) prepared.clone()).doFinal(content);
    } catch (CloneNotSupportedException unheardOf) {
      throw new IllegalStateException("The platform's HmacSHA256 can be copied", unheardOf);
    }
  }
}
