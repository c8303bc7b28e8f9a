package dev.fanfare.gateway.session;

import java.time.Duration;

/**
 * The times of a session.
 *
 * @param heartbeat after this much silence a sign of life is due; a peer is dead after one and a
 *     half
 * @param authenticateWithin how long a connection may stay without a credential
 * @param presenceGrace how long the presence entries of a connection that was cut off stay
 */
public record SessionSettings(
    Duration heartbeat, Duration authenticateWithin, Duration presenceGrace) {
  /** 25 s, 10 s, 10 s. */
  public static final SessionSettings DEFAULT =
      new SessionSettings(Duration.ofSeconds(25), Duration.ofSeconds(10), Duration.ofSeconds(10));
}
