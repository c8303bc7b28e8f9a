package dev.fanfare.gateway.backend.redis;

import java.time.Duration;

/**
 * Where the bus is.
 *
 * @param uri {@code redis://[user:password@]host:port} or {@code rediss://…} for TLS
 * @param prefix stands before every channel's name, so that clusters may share a Redis
 * @param trustAll whether a TLS certificate is accepted unseen; for tests
 * @param answerWithin after which a publish has failed and a silent connection is given up
 */
public record RedisBusOptions(String uri, String prefix, boolean trustAll, Duration answerWithin) {
  /** Usual values for an address. */
  public static RedisBusOptions at(String uri) {
    return new RedisBusOptions(uri, "fanfare.", false, Duration.ofSeconds(2));
  }

  /** Passwords stand in an address: it is never printed. */
  @Override
  public String toString() {
    return uri.replaceAll("//[^@/]*@", "//***@") + " " + prefix;
  }
}
