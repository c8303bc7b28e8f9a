package dev.fanfare.gateway.auth;

import dev.fanfare.protocol.App;
import dev.fanfare.protocol.App.SigningSecret;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Operation;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a channel token adds to a grant.
 *
 * @param secret the token's, as it is now; it bounds the operations
 */
record ChannelRight(
    ChannelName channel, SigningSecret secret, Set<Operation> operations, Instant expiresAt) {

  boolean allows(Operation operation) {
    return operations.contains(operation) && secret.capabilities().allows(operation, channel);
  }

  /** The same right under the app's newest snapshot; empty when its secret does not hold there. */
  Optional<ChannelRight> under(App newest) {
    return Proof.stillHolds(secret, newest)
        .filter(SigningSecret.class::isInstance)
        .map(SigningSecret.class::cast)
        .map(now -> new ChannelRight(channel, now, operations, expiresAt));
  }
}
