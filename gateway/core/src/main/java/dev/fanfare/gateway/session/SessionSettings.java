package dev.fanfare.gateway.session;

import dev.fanfare.gateway.limits.StoreLoad;
import java.time.Duration;

/**
 * The times of a session, and what all sessions may ask of the store.
 *
 * @param heartbeat after this much silence a sign of life is due; a peer is dead after one and a
 *     half
 * @param authenticateWithin how long a connection may stay without a credential
 * @param presenceGrace how long the presence entries of a connection that was cut off stay
 * @param storeLoad what clients may ask of the store, those without a session too
 */
public record SessionSettings(
    Duration heartbeat, Duration authenticateWithin, Duration presenceGrace, StoreLoad storeLoad) {
  /** 25 s, 10 s, 10 s. */
  public static final SessionSettings DEFAULT =
      new SessionSettings(
          Duration.ofSeconds(25),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          StoreLoad.DEFAULT);
}
