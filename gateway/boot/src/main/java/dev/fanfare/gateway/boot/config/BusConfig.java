package dev.fanfare.gateway.boot.config;

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
        String prefix) {

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
