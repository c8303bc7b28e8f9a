package dev.fanfare.gateway.backend.redis;

import java.time.Duration;
import java.util.Optional;

/**
 * Where the bus is.
 *
 * @param uri {@code redis://[user:password@]host:port} or {@code rediss://…} for TLS; of a cluster
 *     any of its nodes
 * @param prefix stands before every channel's name, so that clusters may share a Redis
 * @param sharded whether it is a Redis Cluster (7 or newer), whose sharded pub/sub is used: each
 *     channel is carried by one shard alone
 * @param authority PEM file of the authority that signed Redis's TLS certificate; otherwise the
 *     JVM's authorities are trusted
 * @param answerWithin after which a publish has failed and a silent connection is given up
 */
public record RedisBusOptions(
    String uri, String prefix, boolean sharded, Optional<String> authority, Duration answerWithin) {
  /** Usual values for an address. */
  public static RedisBusOptions at(String uri) {
    return new RedisBusOptions(uri, "fanfare.", false, Optional.empty(), Duration.ofSeconds(2));
  }

  /** The same for another node of a cluster. */
  RedisBusOptions on(String host, int port) {
    String node = uri.replaceFirst("(?<=[/@])[^/@]+$", host + ":" + port);
    return new RedisBusOptions(node, prefix, sharded, authority, answerWithin);
  }

  /** Passwords stand in an address: it is never printed. */
  @Override
  public String toString() {
    return uri.replaceAll("//[^@/]*@", "//***@") + " " + prefix;
  }
}
