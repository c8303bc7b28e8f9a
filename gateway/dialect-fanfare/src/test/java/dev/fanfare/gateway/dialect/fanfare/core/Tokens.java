package dev.fanfare.gateway.dialect.fanfare.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.testkit.ManualClock;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs tokens as a customer's backend does. */
final class Tokens {
  private final ManualClock clock;
  private final String app;

  Tokens(ManualClock clock, String app) {
    this.clock = clock;
    this.app = app;
  }

  /** A token with these claims, written with single quotes, that holds for a time. */
  String lasting(Duration time, String claims) {
    long expiry = clock.wallMicros() / 1_000_000 + time.toSeconds();
    String payload = "{'exp':" + expiry + (claims.isEmpty() ? "" : "," + claims) + "}";
    String header = "{'alg':'HS256','typ':'JWT','kid':'key-" + app + "'}";
    String signed = base64(json(header)) + "." + base64(json(payload));
    return signed + "." + base64(mac(signed.getBytes(UTF_8)));
  }

  /** One that holds for an hour. */
  String with(String claims) {
    return lasting(Duration.ofHours(1), claims);
  }

  /** One for a client, who may do everything that the key may. */
  String of(String client) {
    return with("'sub':'" + client + "'");
  }

  private static byte[] mac(byte[] signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(NativeClients.SECRET.getBytes(UTF_8), "HmacSHA256"));
      return mac.doFinal(signed);
    } catch (GeneralSecurityException missing) {
      throw new AssertionError(missing);
    }
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
