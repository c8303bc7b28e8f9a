package dev.fanfare.bench.contender;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes client tokens as a customer's backend would. */
public final class Tokens {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final String key;
  private final SecretKeySpec secret;

  /** For a signing secret. */
  public Tokens(String key, String secret) {
    this.key = key;
    this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /** A token for a client, good for some hours. */
  public String token(String client) {
    long now = Instant.now().getEpochSecond();
    String head = "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"" + key + "\"}";
    String claims =
        "{\"sub\":\"" + client + "\",\"iat\":" + now + ",\"exp\":" + (now + 6 * 3600) + "}";
    String signed = encode(head) + "." + encode(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64.encodeToString(signature);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String encode(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
