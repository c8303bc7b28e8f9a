package dev.fanfare.gateway.auth;

import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Fault;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads registered claims (RFC 7519 §4.1) by their exact types. Remembers the first thing that is
 * wrong and goes on with something harmless, so that whoever asks looks at {@link #objection} once,
 * at the end. Claims that nobody asks for are ignored.
 */
final class ClaimReader {
  /** 31 December 9999, the last day that every reader can write. */
  private static final double LAST_SECOND = 253_402_300_799.0;

  private static final int MAX_TOKEN_ID = 128;

  private final Json.Members claims;
  private Optional<Fault> objection = Optional.empty();

  ClaimReader(Json.Members claims) {
    this.claims = claims;
  }

  /** The first thing that was wrong. */
  Optional<Fault> objection() {
    return objection;
  }

  /** A claim as it was written. */
  Optional<Json> claim(String name) {
    return claims.member(name);
  }

  void object(String message) {
    if (objection.isEmpty()) {
      objection = Optional.of(TokenFaults.invalid(message));
    }
  }

  void audience(AppId app) {
    if (claim("aud").filter(aud -> !aud.equals(new Json.Text(app.text()))).isPresent()) {
      object(
          "The token's 'aud' must be the id of its key's app as one string, not a list; or leave it"
              + " out.");
    }
  }

  /** {@code jti} changes nothing yet; a wrong type would surprise whoever relies on it later. */
  void tokenId() {
    Optional<Json> jti = claim("jti");
    if (jti.isPresent()
        && !(jti.get() instanceof Json.Text(String id)
            && !id.isEmpty()
            && id.length() <= MAX_TOKEN_ID)) {
      object("The token's 'jti' must be a string of 1 to 128 characters, or left out.");
    }
  }

  Optional<ClientId> client() {
    Optional<Json> sub = claim("sub");
    if (sub.isEmpty()) {
      return Optional.empty();
    }
    if (sub.get() instanceof Json.Text(String client) && ClientId.isValid(client)) {
      return Optional.of(new ClientId(client));
    }
    object(
        "The token's 'sub' is the client id: a string of 1 to 128 bytes of UTF-8 without control"
            + " characters; or leave it out.");
    return Optional.empty();
  }

  Instant expiry() {
    Optional<Instant> expiry = time(claims, "exp");
    if (expiry.isEmpty()) {
      object("The token needs 'exp': a number, seconds since 1970, at most 24 hours ahead.");
    }
    return expiry.orElse(Instant.EPOCH);
  }

  Instant validFrom() {
    Instant notBefore = optionalTime("nbf");
    Instant issuedAt = optionalTime("iat");
    return notBefore.isAfter(issuedAt) ? notBefore : issuedAt;
  }

  private Instant optionalTime(String name) {
    Optional<Instant> time = time(claims, name);
    if (claims.has(name) && time.isEmpty()) {
      object("The token's '" + name + "' must be a number, seconds since 1970, or left out.");
    }
    return time.orElse(Instant.EPOCH);
  }

  /** A NumericDate, whole or with a fraction, from 1970 to 9999; empty when it is anything else. */
  static Optional<Instant> time(Json.Members claims, String name) {
    if (claims.member(name).orElse(new Json.Nothing()) instanceof Json.Numeric(double seconds)
        && seconds >= 0
        && seconds <= LAST_SECOND) {
      return Optional.of(Instant.ofEpochMilli((long) Math.floor(seconds * 1_000)));
    }
    return Optional.empty();
  }
}
