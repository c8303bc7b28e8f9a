package dev.fanfare.gateway.auth;

import dev.fanfare.protocol.App;
import dev.fanfare.protocol.App.SigningSecret;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Operation;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a proof for one channel adds to a grant.
 *
 * @param secret the proof's, as it is now; it bounds the operations
 * @param expiresAt absent: it ends with the connection
 * @param as the client that the connection is in this channel, where the proof says so
 */
record ChannelRight(
    ChannelName channel,
    SigningSecret secret,
    Set<Operation> operations,
    Optional<Instant> expiresAt,
    Optional<ClientId> as) {

  boolean holdsAt(Instant now) {
    return expiresAt.isEmpty() || now.isBefore(expiresAt.get());
  }

  boolean allows(Operation operation) {
    return operations.contains(operation) && secret.capabilities().allows(operation, channel);
  }

  /** The same right under the app's newest snapshot; empty when its secret does not hold there. */
  Optional<ChannelRight> under(App newest) {
    return Proof.stillHolds(secret, newest)
        .filter(SigningSecret.class::isInstance)
        .map(SigningSecret.class::cast)
        .map(now -> new ChannelRight(channel, now, operations, expiresAt, as));
  }
}
