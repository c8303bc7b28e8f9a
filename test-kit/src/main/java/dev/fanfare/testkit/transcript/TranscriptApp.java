package dev.fanfare.testkit.transcript;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Operation;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The app that transcripts are about. {@code $key} is an API key that may do everything, {@code
 * $reader} one that may only subscribe in channels under {@code open:}; {@code $alice} and {@code
 * $bob} are tokens of these clients for an hour, {@code $minute} is one of Alice for a minute, and
 * {@code $expired} was one.
 */
public final class TranscriptApp {
  private static final String SECRET = "transcripts-are-signed-with-this-secret";
  private static final String KEY = "backend:backend-secret";
  private static final String READER = "reader:reader-secret";

  private TranscriptApp() {}

  /** The app. */
  public static App app() {
    Capabilities reading =
        new Capabilities(Map.of(ChannelPattern.of("open:*"), EnumSet.of(Operation.SUBSCRIBE)));
    return new App(
        new AppId("1001"),
        1,
        "Transcripts",
        true,
        Limits.DEFAULT,
        List.of(
            apiKey(KEY, Capabilities.ALL),
            apiKey(READER, reading),
            new App.SigningSecret(
                new KeyId("signer"), SECRET.getBytes(UTF_8), Capabilities.ALL, false, false)),
        List.of(),
        List.of("*"));
  }

  /** The app with its names and its backend. */
  public static Cast cast() {
    return new Cast(
        List.of(app()),
        TranscriptApp::bindings,
        "/v1/connect",
        (method, target, body, time) ->
            new Cast.Call(target, Map.of("authorization", List.of(basic()))));
  }

  /** The names that transcripts know from the start. */
  public static Bindings bindings(Time time) {
    long now = time.wallMicros() / 1_000_000;
    return new Bindings()
        .with("key", KEY)
        .with("reader", READER)
        .with("alice", token("alice", now + 3_600))
        .with("bob", token("bob", now + 3_600))
        .with("minute", token("alice", now + 60))
        .with("expired", token("alice", now - 60));
  }

  /** {@code $key} as an Authorization header. */
  public static String basic() {
    return "Basic " + Base64.getEncoder().encodeToString(KEY.getBytes(UTF_8));
  }

  private static App.ApiKey apiKey(String pair, Capabilities capabilities) {
    int colon = pair.indexOf(':');
    byte[] secret = pair.substring(colon + 1).getBytes(UTF_8);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret);
      return new App.ApiKey(new KeyId(pair.substring(0, colon)), hash, capabilities, false);
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String token(String client, long expiresAt) {
    String claims = "{\"sub\":\"%s\",\"exp\":%d}".formatted(client, expiresAt);
    String signed =
        base64("{\"alg\":\"HS256\",\"kid\":\"signer\"}".getBytes(UTF_8))
            + "."
            + base64(claims.getBytes(UTF_8));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
      return signed + "." + base64(mac.doFinal(signed.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
