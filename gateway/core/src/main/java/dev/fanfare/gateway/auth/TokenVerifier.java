package dev.fanfare.gateway.auth;

import dev.fanfare.gateway.auth.Keyring.Owned;
import dev.fanfare.gateway.auth.TokenCache.Digest;
import dev.fanfare.gateway.auth.TokenCache.Known;
import dev.fanfare.protocol.Fault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/**
 * Judges a token: its shape, then its signature, then what it says. Nothing that a token says is
 * answered before its signature holds, so a forger learns only that it is forged.
 */
final class TokenVerifier {
  private static final int CACHED_TOKENS = 4_096;
  private static final long CACHED_LENGTH = 4_000_000;

  /** What an unknown key is verified with, so that it takes as long; it never makes one genuine. */
  private static final byte[] DECOY = new byte[32];

  private final Keyring keyring;
  private final TokenCache cache = new TokenCache(CACHED_TOKENS, CACHED_LENGTH);

  TokenVerifier(Keyring keyring) {
    this.keyring = keyring;
  }

  /** What there is to say of a token. */
  sealed interface Verdict {
    /** It holds now: signed with this app's secret, which is not revoked. */
    record Genuine(Owned by, TokenClaims claims) implements Verdict {}

    /** It does not. */
    record Refused(Fault fault) implements Verdict {}
  }

  Verdict verify(String jwt, Instant now) {
    if (jwt.length() > CompactToken.MAX_LENGTH) {
      return judgeAnew(jwt, now); // refused for its length, before anything is computed over it
    }
    Digest digest = new Digest(Hmac.sha256(jwt.getBytes(StandardCharsets.UTF_8)));
    Optional<Known> known = cache.find(digest);
    if (known.isPresent()) {
      Optional<Owned> owner =
          keyring
              .signingSecret(known.get().kid())
              .filter(by -> hasSecret(by, known.get().secret()));
      if (owner.isPresent()) {
        return holdsNow(owner.get(), known.get().claims(), now);
      }
    }
    Verdict verdict = judgeAnew(jwt, now);
    if (verdict instanceof Verdict.Genuine(Owned by, TokenClaims claims)) {
      cache.remember(
          digest, new Known(by.secret().id(), by.secret().secret(), claims, jwt.length()));
    }
    return verdict;
  }

  private Verdict judgeAnew(String jwt, Instant now) {
    return switch (CompactToken.read(jwt)) {
      case CompactToken.Reading.Refused(Fault fault) -> new Verdict.Refused(fault);
      case CompactToken.Reading.Token(CompactToken token) -> signed(token, now);
    };
  }

  private Verdict signed(CompactToken token, Instant now) {
    Optional<Owned> owner = keyring.signingSecret(token.kid());
    JwsCheck.Outcome outcome =
        JwsCheck.of(token, owner.map(by -> by.secret().secret()).orElse(DECOY), now);
    if (owner.isEmpty()) {
      return new Verdict.Refused(TokenFaults.UNKNOWN_SIGNATURE);
    }
    return switch (outcome) {
      case GENUINE -> read(token, owner.get(), now);
      case FORGED -> new Verdict.Refused(TokenFaults.UNKNOWN_SIGNATURE);
      case EXPIRED -> new Verdict.Refused(TokenFaults.EXPIRED);
      case NOT_YET_VALID -> new Verdict.Refused(TokenFaults.NOT_YET_VALID);
      case UNREADABLE -> new Verdict.Refused(TokenFaults.UNREADABLE);
    };
  }

  private static Verdict read(CompactToken token, Owned by, Instant now) {
    return switch (TokenClaims.read(token.payload(), by.app().id())) {
      case TokenClaims.Reading.Refused(Fault fault) -> new Verdict.Refused(fault);
      case TokenClaims.Reading.Claims(TokenClaims claims) -> holdsNow(by, claims, now);
    };
  }

  private static Verdict holdsNow(Owned by, TokenClaims claims, Instant now) {
    if (by.secret().revoked()) {
      return new Verdict.Refused(TokenFaults.REVOKED);
    }
    return claims
        .untimely(now)
        .<Verdict>map(Verdict.Refused::new)
        .orElseGet(() -> new Verdict.Genuine(by, claims));
  }

  private static boolean hasSecret(Owned by, byte[] secret) {
    return MessageDigest.isEqual(by.secret().secret(), secret);
  }
}
