package dev.fanfare.outbox;

import dev.fanfare.protocol.App.SigningSecret;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Pusher's: the key's id, and HMAC-SHA256 of the raw body in lower-case hexadecimal digits. */
final class PusherSignature implements Signature {
  private static final String HMAC = "HmacSHA256";

  @Override
  public Map<String, String> headers(
      SigningSecret secret, byte[] body, String eventId, long timeMillis) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.secret(), HMAC));
      return Map.of(
          "X-Pusher-Key",
          secret.id().text(),
          "X-Pusher-Signature",
          HexFormat.of().formatHex(mac.doFinal(body)));
    } catch (NoSuchAlgorithmException | InvalidKeyException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
