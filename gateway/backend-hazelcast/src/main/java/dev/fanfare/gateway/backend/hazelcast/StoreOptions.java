package dev.fanfare.gateway.backend.hazelcast;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * What members and gateways of one store have in common.
 *
 * @param name of the cluster
 * @param secret shared by all its processes; whoever has another one does not find the cluster
 * @param members {@code host:port} of every member; or one DNS name with {@code dns:} before it,
 *     whose addresses are the members
 * @param size how many members there are, 3 or 5; with 1 the process keeps one copy and no promise
 *     survives it
 * @param mostLogs channels of all apps that one member owns; it makes no more
 */
public record StoreOptions(
    String name, String secret, List<String> members, int size, int mostLogs) {
  /** As many channels as where nothing else is said. */
  public static final int USUAL_LOGS = 1_000_000;

  /** The version of what members say to each other and to gateways. Others do not join. */
  static final int DATA_VERSION = 3;

  /** A store whose members own as many channels as where nothing else is said. */
  public StoreOptions(String name, String secret, List<String> members, int size) {
    this(name, secret, members, size, USUAL_LOGS);
  }

  public StoreOptions {
    members = List.copyOf(members);
    if (size != 1 && size != 3 && size != 5) {
      throw new IllegalArgumentException(
          "A store has 3 or 5 members (1 only in a single process); this says " + size);
    }
    if (members.isEmpty()) {
      throw new IllegalArgumentException("Name at least one member of the store");
    }
  }

  /** How many copies there are beside the owner's. */
  int backups() {
    return size / 2;
  }

  /** Fewer members than this change nothing. */
  int majority() {
    return size / 2 + 1;
  }

  /**
   * The name under which processes find each other. It holds a hash of the secret and the version,
   * so that a process with another one finds nobody instead of doing harm.
   */
  String clusterName() {
    return name + "-v" + DATA_VERSION + "-" + hash(secret).substring(0, 16);
  }

  @Override
  public String toString() {
    return name + " of " + size + " at " + members;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Every Java platform has SHA-256", missing);
    }
  }
}
