package dev.fanfare.gateway.dialect.fanfare;

import dev.fanfare.protocol.Limits;

/**
 * What an operator may set of the native dialect.
 *
 * @param maxBodyBytes the largest body of a REST call, whatever the app's own limit is
 */
public record FanfareOptions(int maxBodyBytes) {
  /** One batch of the default limits. */
  public static final FanfareOptions DEFAULT = new FanfareOptions(Limits.DEFAULT.batchBytes());

  public FanfareOptions {
    if (maxBodyBytes < 1) {
      throw new IllegalArgumentException("maxBodyBytes must be 1 or more");
    }
  }
}
