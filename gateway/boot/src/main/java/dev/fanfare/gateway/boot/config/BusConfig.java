package dev.fanfare.gateway.boot.config;

import java.util.Optional;

/** What carries messages from one gateway to the others. */
public record BusConfig(
    @Setting(
            value =
                "memory: there is one gateway. redis: Redis pub/sub, which may lose what it likes: the store's heads find it.",
            standard = "memory")
        Type type,
    @Setting(
            value = "Where Redis is: redis://[user:password@]host:port, or rediss:// with TLS.",
            standard = "redis://127.0.0.1:6379",
            secret = true)
        String uri,
    @Setting(
            value = "Stands before every name on Redis, so that installations may share one.",
            standard = "fanfare.")
        String prefix,
    @Setting(
            value =
                "Whether Redis is a Redis Cluster (7 or newer), of which 'bus.uri' names any node: then each channel is carried by one shard.",
            standard = "false")
        boolean sharded,
    @Setting(
            value = "PEM file of the authority that signed Redis's TLS certificate.",
            otherwise = "the JVM's authorities are trusted")
        Optional<String> authority) {

  /** Kinds of buses. */
  public enum Type {
    MEMORY,
    REDIS
  }

  /** A password may stand in the address. */
  @Override
  public String toString() {
    return "BusConfig[" + type + "]";
  }
}
