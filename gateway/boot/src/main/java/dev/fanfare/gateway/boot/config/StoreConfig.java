package dev.fanfare.gateway.boot.config;

import java.util.Arrays;
import java.util.List;

/**
 * Where the channels' logs are kept.
 *
 * @param members separated by commas
 */
public record StoreConfig(
    @Setting(
            value =
                "memory: in this process, for development and a single gateway. hazelcast: in a cluster of members ('./fanfare store'), of which a gateway is a client. embedded: one member in this process, to try the real one.",
            standard = "memory")
        Type type,
    @Setting(value = "The cluster's name.", standard = "fanfare") String name,
    @Setting(
            value =
                "Every member as host:port, separated by commas; or dns:NAME, a name whose addresses are the members (a headless service).",
            standard = "127.0.0.1:5701")
        String members,
    @Setting(
            value = "How many members there are: 3 keep two copies of everything, 5 keep three.",
            standard = "3",
            min = "1",
            max = "5")
        int size,
    @Setting(value = "For a member: the one address that it listens on.", standard = "127.0.0.1")
        String host,
    @Setting(value = "For a member: its port.", standard = "5701", min = "1", max = "65535")
        int port,
    @Setting(
            value =
                "Channels of all apps of which one process of the store keeps something as their owner; beyond it a publish to a new one is refused (50300).",
            standard = "1000000",
            min = "1",
            max = "1000000000")
        int channels) {

  /** Kinds of stores. */
  public enum Type {
    MEMORY,
    HAZELCAST,
    EMBEDDED
  }

  /** The members, one by one. */
  public List<String> memberList() {
    return Arrays.stream(members.split(",", -1)).map(String::trim).toList();
  }
}
