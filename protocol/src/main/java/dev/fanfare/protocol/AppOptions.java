package dev.fanfare.protocol;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an app has switched on, beside limits and rules. Changed at run time by a newer snapshot of
 * the app.
 *
 * @param clientEvents whether clients may publish to each other (vendors' client events); the
 *     native protocol's publish is a capability and does not ask this
 * @param clientEventsPerSecond how many of them one connection may send
 * @param signInWithin after this time a connection is closed that neither signed in nor follows a
 *     channel that needs a proof; absent: never
 * @param subscriptionCounts whether subscribers are told how many they are
 * @param watchlist whether a signed-in user may be told when others come and go
 * @param compressOutbound whether messages may be compressed towards clients that can read it
 * @param webhooks where facts are sent
 */
public record AppOptions(
    boolean clientEvents,
    int clientEventsPerSecond,
    Optional<Duration> signInWithin,
    boolean subscriptionCounts,
    boolean watchlist,
    boolean compressOutbound,
    List<Webhook> webhooks) {

  /** Everything off. */
  public static final AppOptions DEFAULT =
      new AppOptions(false, 10, Optional.empty(), false, false, false, List.of());

  public AppOptions {
    webhooks = List.copyOf(webhooks);
  }

  /**
   * Where facts of an app are sent.
   *
   * @param url http or https
   * @param kinds which facts
   * @param channelPrefix only channels whose name starts with it
   * @param channelSuffix only channels whose name ends with it
   * @param batch whether one request may carry several facts
   */
  public record Webhook(
      URI url,
      Set<Kind> kinds,
      Optional<String> channelPrefix,
      Optional<String> channelSuffix,
      boolean batch) {
    public Webhook {
      kinds = Set.copyOf(kinds);
    }
  }

  /** What can be told to a webhook. */
  public enum Kind {
    CHANNEL_OCCUPIED,
    CHANNEL_VACATED,
    MEMBER_ADDED,
    MEMBER_REMOVED,
    CLIENT_EVENT,
    CACHE_MISS,
    SUBSCRIPTION_COUNT
  }
}
