package dev.fanfare.gateway.auth;

import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a token says, once its signature holds.
 *
 * @param client {@code sub}: for whom it speaks
 * @param expiresAt {@code exp}
 * @param validFrom the later of {@code nbf} and {@code iat}; 1970 when it has neither
 * @param rights {@code cap}, or {@code chan} with {@code ops}
 */
record TokenClaims(Optional<ClientId> client, Instant expiresAt, Instant validFrom, Rights rights) {
  /** How far ahead a token may expire. */
  static final Duration LONGEST_LIFE = Duration.ofHours(24);

  /** What a token asks for; its signing secret's capabilities bound it. */
  sealed interface Rights {
    /** Whatever the signing secret allows: there is no {@code cap}. */
    record OfKey() implements Rights {}

    /** The capabilities in {@code cap}. */
    record Listed(Capabilities capabilities) implements Rights {}

    /** One channel: the token is shown with a subscribe, not to open a connection. */
    record OfChannel(ChannelName channel, Set<Operation> operations) implements Rights {}
  }

  /** What reading gives. */
  sealed interface Reading {
    /** Every claim that we know is as it should be. */
    record Claims(TokenClaims claims) implements Reading {}

    /** One is not. */
    record Refused(Fault fault) implements Reading {}
  }

  /** Reads the signed bytes of a token of this app. */
  static Reading read(byte[] payload, AppId app) {
    Optional<Json.Members> object = StrictJson.object(payload);
    if (object.isEmpty()) {
      return new Reading.Refused(TokenFaults.UNREADABLE);
    }
    ClaimReader reader = new ClaimReader(object.get());
    reader.audience(app);
    reader.tokenId();
    TokenClaims claims =
        new TokenClaims(
            reader.client(), reader.expiry(), reader.validFrom(), RightsReader.read(reader));
    return reader
        .objection()
        .<Reading>map(Reading.Refused::new)
        .orElseGet(() -> new Reading.Claims(claims));
  }

  /** Why the token does not hold at this moment; empty when it does. */
  Optional<Fault> untimely(Instant now) {
    if (!now.isBefore(expiresAt)) {
      return Optional.of(TokenFaults.EXPIRED);
    }
    if (validFrom.isAfter(now.plus(JwsCheck.CLOCK_LEEWAY))) {
      return Optional.of(TokenFaults.NOT_YET_VALID);
    }
    if (expiresAt.isAfter(now.plus(LONGEST_LIFE).plus(JwsCheck.CLOCK_LEEWAY))) {
      return Optional.of(
          TokenFaults.invalid(
              "The token's 'exp' is more than 24 hours ahead. Give seconds since 1970, and a"
                  + " shorter life."));
    }
    return Optional.empty();
  }
}
