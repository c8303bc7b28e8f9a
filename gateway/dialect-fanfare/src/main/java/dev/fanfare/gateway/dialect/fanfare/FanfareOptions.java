package dev.fanfare.gateway.dialect.fanfare;

import dev.fanfare.protocol.Limits;
import java.time.Duration;

/**
 * What an operator may set of the native dialect.
 *
 * @param helloWithin how long a connection may take for its hello
 * @param maxBodyBytes the largest body of a REST call, whatever the app's own limit is
 */
public record FanfareOptions(Duration helloWithin, int maxBodyBytes) {
  /** Ten seconds, and one batch of the default limits. */
  public static final FanfareOptions DEFAULT =
      new FanfareOptions(Duration.ofSeconds(10), Limits.DEFAULT.batchBytes());

  public FanfareOptions {
    if (helloWithin.isNegative() || helloWithin.isZero()) {
      throw new IllegalArgumentException("helloWithin must be more than nothing");
    }
    if (maxBodyBytes < 1) {
      throw new IllegalArgumentException("maxBodyBytes must be 1 or more");
    }
  }
}
