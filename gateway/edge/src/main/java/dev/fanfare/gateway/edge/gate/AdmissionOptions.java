package dev.fanfare.gateway.edge.gate;

import java.time.Duration;

/**
 * How many are let in.
 *
 * @param connections open sockets in all
 * @param strangers sockets in all whose client has not shown who it is: before the upgrade, before
 *     its first accepted credential, and those that carry HTTP only
 * @param strangersPerAddress the same for one address (IPv6: one /64)
 * @param opensPerSecond conversations (WebSockets, streams) that are opened, with a burst of one
 *     second's worth, of two for clients that come back
 * @param unfinishedBytes of messages and bodies that are not complete, all together; a message that
 *     needs more closes with 1013, a body is answered with 503
 * @param retryAfter whoever is turned away is asked to come back after this to twice this
 * @param maxLag new conversations are turned away while a loop is later than this, those of clients
 *     that come back while it is later than twice this
 */
public record AdmissionOptions(
    int connections,
    int strangers,
    int strangersPerAddress,
    int opensPerSecond,
    long unfinishedBytes,
    Duration retryAfter,
    Duration maxLag) {

  /** What suits one gateway on a small machine; unfinished messages take an eighth of its heap. */
  public static final AdmissionOptions DEFAULT =
      new AdmissionOptions(
          200_000,
          20_000,
          2_000,
          10_000,
          Math.max(65_536, Runtime.getRuntime().maxMemory() / 8),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1));

  public AdmissionOptions {
    atLeastOne("connections", connections);
    atLeastOne("strangers", strangers);
    atLeastOne("strangersPerAddress", strangersPerAddress);
    atLeastOne("opensPerSecond", opensPerSecond);
    if (unfinishedBytes < 65_536) {
      throw new IllegalArgumentException("unfinishedBytes is at least 64 KiB: " + unfinishedBytes);
    }
    if (retryAfter.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("retryAfter is at least one second: " + retryAfter);
    }
    if (!maxLag.isPositive()) {
      throw new IllegalArgumentException("maxLag is more than nothing: " + maxLag);
    }
  }

  /** The same where all come from few addresses and are known by other means. */
  public AdmissionOptions ofFewAddresses() {
    return new AdmissionOptions(
        connections, connections, connections, opensPerSecond, unfinishedBytes, retryAfter, maxLag);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is at least 1: " + value);
    }
  }
}
