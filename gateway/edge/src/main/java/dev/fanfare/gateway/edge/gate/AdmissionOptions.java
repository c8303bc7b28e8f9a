package dev.fanfare.gateway.edge.gate;

import java.time.Duration;

/**
 * How many are let in.
 *
 * @param connections open sockets in all
 * @param strangers sockets in all whose client has not shown who it is: before the upgrade, before
 *     its first accepted credential, and those that carry HTTP only
 * @param strangersPerAddress the same for one address (IPv6: one /64)
 * @param retryAfter whoever is turned away is asked to come back after this to twice this
 * @param maxLag new WebSockets are turned away while a loop is later than this
 */
public record AdmissionOptions(
    int connections, int strangers, int strangersPerAddress, Duration retryAfter, Duration maxLag) {

  /** What suits one gateway on a small machine. */
  public static final AdmissionOptions DEFAULT =
      new AdmissionOptions(200_000, 20_000, 2_000, Duration.ofSeconds(2), Duration.ofSeconds(1));

  public AdmissionOptions {
    atLeastOne("connections", connections);
    atLeastOne("strangers", strangers);
    atLeastOne("strangersPerAddress", strangersPerAddress);
    if (retryAfter.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("retryAfter is at least one second: " + retryAfter);
    }
    if (!maxLag.isPositive()) {
      throw new IllegalArgumentException("maxLag is more than nothing: " + maxLag);
    }
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is at least 1: " + value);
    }
  }
}
