package dev.fanfare.bench.contender;

import dev.fanfare.bench.http.Posts;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Publishes as Pusher's server libraries do: one event to {@code /apps/ID/events}, several to
 * {@code /apps/ID/batch_events}, every request with the MD5 of its body, the time and a signature.
 */
final class PusherPosts implements Posts {
  private static final String HMAC = "HmacSHA256";

  private final String app;
  private final String key;
  private final InstantSource clock;
  private final SecretKeySpec secret;

  PusherPosts(String app, String key, String secret, InstantSource clock) {
    this.app = app;
    this.key = key;
    this.clock = clock;
    this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
  }

  @Override
  public byte[] request(List<Event> events) {
    boolean batch = events.size() > 1;
    String body = batch ? batch(events) : single(events.get(0));
    String request =
        "POST "
            + target("/apps/" + app + (batch ? "/batch_events" : "/events"), body)
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length() // ASCII
            + "\r\n\r\n"
            + body;
    return request.getBytes(StandardCharsets.US_ASCII);
  }

  private static String single(Event event) {
    return "{\"name\":\"bench\",\"channels\":[\""
        + event.channel()
        + "\"],\"data\":\""
        + event.data()
        + "\"}";
  }

  private static String batch(List<Event> events) {
    return events.stream()
        .map(
            event ->
                "{\"channel\":\""
                    + event.channel()
                    + "\",\"name\":\"bench\",\"data\":\""
                    + event.data()
                    + "\"}")
        .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
  }

  /** A path with the parameters that sign a request to it. */
  String target(String path, String body) {
    String parameters =
        "auth_key="
            + key
            + "&auth_timestamp="
            + clock.instant().getEpochSecond()
            + "&auth_version=1.0&body_md5="
            + md5(body);
    return path + "?" + parameters + "&auth_signature=" + mac("POST\n" + path + "\n" + parameters);
  }

  private static String md5(String body) {
    try {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private String mac(String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(secret);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
