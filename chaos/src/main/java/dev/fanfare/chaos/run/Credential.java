package dev.fanfare.chaos.run;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An app of the run, and the key that may do everything in it. */
record Credential(String app, String key, String secret) {
  String idAndSecret() {
    return key + ":" + secret;
  }

  String basic() {
    byte[] both = idAndSecret().getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  /** HMAC-SHA-256 of a text under the secret, in hexadecimal digits. */
  String hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("This JDK has no HMAC-SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return "Credential[" + app + ", " + key + "]";
  }
}
