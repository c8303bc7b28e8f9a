package dev.fanfare.gateway.auth;

import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.PrematureJwtException;
import io.jsonwebtoken.io.AbstractDeserializer;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import io.jsonwebtoken.security.SecureRequest;
import io.jsonwebtoken.security.SignatureException;
import io.jsonwebtoken.security.VerifySecureDigestRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * jjwt with everything taken out that a token of ours does not need: it knows one algorithm, the
 * one key that it is given, no compression and no encryption, and its JSON is ours (docs/adr/0003).
 * It is asked only about a {@link CompactToken}, so it never meets a header that it would read more
 * generously.
 */
final class JwsCheck {
  /** How far the clock of whoever makes tokens may be ahead of ours. */
  static final Duration CLOCK_LEEWAY = Duration.ofSeconds(30);

  private static final Hs256 HS256 = new Hs256();
  private static final Registered REGISTERED = new Registered();

  /** What the parser is asked on this thread: it takes the key and the time while it parses. */
  private static final ThreadLocal<Question> QUESTION = new ThreadLocal<>();

  /** One for all tokens: to make it takes longer than to verify one. */
  private static final JwtParser PARSER = parser();

  private record Question(byte[] secret, Instant now) {
    static Question underWay() {
      return Objects.requireNonNull(QUESTION.get(), "asked outside of a check");
    }
  }

  private JwsCheck() {}

  /** What there is to say of a token's signature, and of its times once the signature holds. */
  enum Outcome {
    GENUINE,
    FORGED,
    EXPIRED,
    NOT_YET_VALID,
    UNREADABLE
  }

  /** Checks the signature with this secret, which is not empty, then {@code exp} and nbf. */
  static Outcome of(CompactToken token, byte[] secret, Instant now) {
    QUESTION.set(new Question(secret, now));
    try {
      PARSER.parseSignedClaims(token.text());
      return Outcome.GENUINE;
    } catch (SignatureException forged) {
      return Outcome.FORGED;
    } catch (ExpiredJwtException expired) {
      return Outcome.EXPIRED;
    } catch (PrematureJwtException early) {
      return Outcome.NOT_YET_VALID;
    } catch (JwtException | IllegalArgumentException unreadable) {
      return Outcome.UNREADABLE;
    } finally {
      QUESTION.remove();
    }
  }

  private static JwtParser parser() {
    return Jwts.parser()
        .json(REGISTERED)
        .sig()
        .clear()
        .add(HS256)
        .and()
        .enc()
        .clear()
        .and()
        .key()
        .clear()
        .and()
        .zip()
        .clear()
        .and()
        .clock(() -> Date.from(Question.underWay().now()))
        .clockSkewSeconds(CLOCK_LEEWAY.toSeconds())
        .keyLocator(header -> new SecretKeySpec(Question.underWay().secret(), "HmacSHA256"))
        .build();
  }

  /**
   * HS256 for secrets of any length. jjwt's own refuses keys below 256 bits, but a vendor's
   * secrets, with which customers come, are as long as they are.
   */
  private static final class Hs256 implements SecureDigestAlgorithm<SecretKey, SecretKey> {
    @Override
    public String getId() {
      return "HS256";
    }

    @Override
    public byte[] digest(SecureRequest<InputStream, SecretKey> request) {
      return Hmac.sha256(request.getKey().getEncoded(), allOf(request.getPayload()));
    }

    @Override
    public boolean verify(VerifySecureDigestRequest<SecretKey> request) {
      return Hmac.verifies(
          request.getKey().getEncoded(), allOf(request.getPayload()), request.getDigest());
    }

    private static byte[] allOf(InputStream bytes) {
      try {
        return bytes.readAllBytes();
      } catch (IOException neverFromMemory) {
        throw new UncheckedIOException(neverFromMemory);
      }
    }
  }

  /**
   * Shows jjwt the few members that it judges, where they have the right type; our own checks read
   * the rest, and refuse these where they have not.
   */
  private static final class Registered extends AbstractDeserializer<Map<String, ?>> {
    private static final List<String> TEXTS = List.of("alg", "typ", "kid");
    private static final List<String> TIMES = List.of("exp", "nbf");

    @Override
    protected Map<String, ?> doDeserialize(Reader reader) throws IOException {
      StringWriter text = new StringWriter();
      reader.transferTo(text);
      Json.Members object =
          StrictJson.object(text.toString().getBytes(StandardCharsets.UTF_8))
              .orElseThrow(() -> new IOException("not strict JSON"));
      Map<String, Object> shown = new HashMap<>();
      for (String name : TEXTS) {
        if (object.member(name).orElse(new Json.Nothing()) instanceof Json.Text(String value)) {
          shown.put(name, value);
        }
      }
      for (String name : TIMES) {
        ClaimReader.time(object, name).ifPresent(time -> shown.put(name, time.getEpochSecond()));
      }
      return shown;
    }
  }
}
