package dev.fanfare.gateway.boot.tokens;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs client tokens as a customer's server would: JWTs with HS256. Written here, although jjwt is
 * at hand, because jjwt refuses secrets shorter than 32 bytes, which customers bring along. Any
 * thread.
 */
public final class TokenMaker {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final JsonFactory json = new JsonFactory();
  private final InstantSource clock;
  private final AppId app;
  private final KeyId key;
  private final byte[] secret;

  /** A signer with one secret of an app. */
  public TokenMaker(InstantSource clock, AppId app, KeyId key, byte[] secret) {
    this.clock = clock;
    this.app = app;
    this.key = key;
    this.secret = secret.clone();
  }

  /**
   * A token that holds from now on.
   *
   * @param client as whom; absent: nobody in particular
   * @param capabilities what it grants at most; absent: what the secret may
   */
  public String token(
      Optional<ClientId> client, Optional<Capabilities> capabilities, Duration life) {
    long now = clock.instant().getEpochSecond();
    String signed =
        part(
                out -> {
                  out.writeStringField("alg", "HS256");
                  out.writeStringField("typ", "JWT");
                  out.writeStringField("kid", key.text());
                })
            + "."
            + part(
                out -> {
                  out.writeStringField("aud", app.text());
                  if (client.isPresent()) {
                    out.writeStringField("sub", client.get().text());
                  }
                  out.writeNumberField("iat", now);
                  out.writeNumberField("exp", now + life.toSeconds());
                  if (capabilities.isPresent()) {
                    write(capabilities.get(), out);
                  }
                });
    return signed + "." + BASE64.encodeToString(mac(signed));
  }

  private static void write(Capabilities capabilities, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("cap");
    for (Map.Entry<ChannelPattern, Set<Operation>> grant : capabilities.grants().entrySet()) {
      out.writeArrayFieldStart(grant.getKey().toString());
      for (Operation operation : grant.getValue()) {
        out.writeString(operation.text());
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private String part(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = json.createGenerator(bytes)) {
      out.writeStartObject();
      fields.write(out);
      out.writeEndObject();
    } catch (IOException memoryDoesNotThrow) {
      throw new UncheckedIOException(memoryDoesNotThrow);
    }
    return BASE64.encodeToString(bytes.toByteArray());
  }

  private byte[] mac(String signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator out) throws IOException;
  }
}
