package dev.fanfare.gateway.dialect.pusher.http;

import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.KeyId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads how a request was signed: {@code METHOD}, path and the parameters, sorted and with small
 * keys, as they were meant, not as they are escaped; the body by its MD5. Whether the signature
 * holds, the core judges.
 */
final class SignedRequest {
  private static final long LEEWAY_SECONDS = 600;
  private static final int MAX_DIGITS = 15;
  private static final String SIGNATURE = "auth_signature";

  private SignedRequest() {}

  /** What came of it. */
  sealed interface Reading {
    /** The signature is to be judged. */
    record Signed(Presented credential) implements Reading {}

    /** It is refused without that. */
    record Refused(int status, String sentence) implements Reading {}
  }

  static Reading read(RequestHead head, byte[] body, long nowMillis) {
    TreeMap<String, String> parameters = new TreeMap<>();
    for (Map.Entry<String, List<String>> entry : head.query().entrySet()) {
      String name = entry.getKey().toLowerCase(Locale.ROOT);
      if (entry.getValue().size() != 1 || parameters.containsKey(name)) {
        return new Reading.Refused(
            400, "Parameter '" + shown(name) + "' stands twice. Send it once.");
      }
      parameters.put(name, entry.getValue().get(0));
    }
    Optional<String> objection =
        version(parameters)
            .or(() -> timestamp(parameters, nowMillis))
            .or(() -> body(parameters, body));
    String key = parameters.getOrDefault("auth_key", "");
    String signature = parameters.getOrDefault(SIGNATURE, "");
    if (objection.isEmpty() && !KeyId.isValid(key)) {
      objection = Optional.of("'auth_key' is missing or no key. Send your app's key.");
    }
    if (objection.isEmpty() && signature.isEmpty()) {
      objection =
          Optional.of("'auth_signature' is missing. Sign the request with your app's secret.");
    }
    if (objection.isPresent()) {
      return new Reading.Refused(401, objection.get());
    }
    parameters.remove(SIGNATURE);
    StringBuilder signed = new StringBuilder(256);
    signed.append(head.method()).append('\n').append(head.path()).append('\n');
    String separator = "";
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      signed.append(separator).append(parameter.getKey()).append('=').append(parameter.getValue());
      separator = "&";
    }
    return new Reading.Signed(
        new Presented.Signed(
            new KeyId(key),
            signed.toString().getBytes(StandardCharsets.UTF_8),
            signature,
            Optional.empty()));
  }

  private static Optional<String> version(Map<String, String> parameters) {
    return "1.0".equals(parameters.get("auth_version"))
        ? Optional.empty()
        : Optional.of("'auth_version' must be 1.0.");
  }

  private static Optional<String> timestamp(Map<String, String> parameters, long nowMillis) {
    String text = parameters.getOrDefault("auth_timestamp", "");
    if (!isNumber(text)) {
      return Optional.of("'auth_timestamp' must be the time in seconds since 1970.");
    }
    long seconds = nowMillis / 1_000;
    return Math.abs(Long.parseLong(text) - seconds) <= LEEWAY_SECONDS
        ? Optional.empty()
        : Optional.of(
            "'auth_timestamp' is more than "
                + LEEWAY_SECONDS
                + " seconds away from this server's time, "
                + seconds
                + ". Set your clock right, and sign each request anew.");
  }

  private static Optional<String> body(Map<String, String> parameters, byte[] body) {
    String given = parameters.getOrDefault("body_md5", "");
    if (body.length == 0 && given.isEmpty()) {
      return Optional.empty();
    }
    if (given.isEmpty()) {
      return Optional.of("'body_md5' is missing: the MD5 of the body in hexadecimal.");
    }
    byte[] expected = HexFormat.of().formatHex(Md5.of(body)).getBytes(StandardCharsets.US_ASCII);
    byte[] told = given.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, told)
        ? Optional.empty()
        : Optional.of("'body_md5' is not the MD5 of the body that arrived.");
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_DIGITS;
  }

  private static String shown(String name) {
    String head = name.length() > 64 ? name.substring(0, 64) + "…" : name;
    return head.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
  }
}
