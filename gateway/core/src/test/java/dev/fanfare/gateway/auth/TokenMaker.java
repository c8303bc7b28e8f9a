package dev.fanfare.gateway.auth;

import static dev.fanfare.gateway.auth.Credentials.utf8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens byte by byte, as an attacker does; shares no code with what checks them. */
final class TokenMaker {
  private TokenMaker() {}

  /** A signed token with this header and these claims, written as they are. */
  static String sign(String header, String claims, String secret) {
    return sign(header, claims, secret, "HmacSHA256");
  }

  static String sign(String header, String claims, String secret, String javaAlgorithm) {
    return sign(base64(utf8(header)) + "." + base64(utf8(claims)), utf8(secret), javaAlgorithm);
  }

  static String sign(String signed, byte[] secret, String javaAlgorithm) {
    try {
      Mac mac = Mac.getInstance(javaAlgorithm);
      mac.init(new SecretKeySpec(secret, javaAlgorithm));
      return signed + "." + base64(mac.doFinal(utf8(signed)));
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  static String header(String kid) {
    return "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"" + kid + "\"}";
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
