package dev.fanfare.gateway.boot.config;

import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.AppOptions.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an app has switched on, as it stands in the file. */
public record OptionsConfig(
    @Setting(
            value =
                "Whether clients may publish to each other by vendors' client events. The native publish asks for a capability instead.",
            standard = "false")
        boolean clientEvents,
    @Setting(
            value = "How many of them one connection may send in a second.",
            standard = "10",
            min = "0",
            max = "100000")
        int clientEventsPerSecond,
    @Setting(
            value =
                "After this time a connection is closed that neither signed in nor follows a channel that needs a proof.",
            otherwise = "it may stay",
            min = "1s",
            max = "1h")
        Optional<Duration> signInWithin,
    @Setting(
            value = "Whether subscribers of a channel are told how many they are.",
            standard = "false")
        boolean subscriptionCounts,
    @Setting(
            value = "Whether a signed-in user may be told when others come and go.",
            standard = "false")
        boolean watchlist,
    @Setting(
            value = "Whether messages may be compressed towards clients that can read it.",
            standard = "false")
        boolean compressOutbound,
    @Setting("Where the app's events are sent; needs a database.") List<Hook> webhooks) {

  public OptionsConfig {
    webhooks = List.copyOf(webhooks);
  }

  /** Where an app's events are sent. */
  public record Hook(
      @Setting(value = "Where to.", sample = "https://shop.example/fanfare") URI url,
      @Setting(value = "Which events; an empty list means all.", standard = "[]") List<Kind> kinds,
      @Setting(
              value = "Only channels whose names start so.",
              otherwise = "all of them",
              sample = "presence-")
          Optional<String> channelPrefix,
      @Setting(value = "Only channels whose names end so.", otherwise = "all of them")
          Optional<String> channelSuffix,
      @Setting(value = "Whether one request may carry several events.", standard = "false")
          boolean batch) {
    public Hook {
      kinds = List.copyOf(kinds);
    }

    AppOptions.Webhook toWebhook() {
      Set<Kind> wanted = kinds.isEmpty() ? EnumSet.allOf(Kind.class) : EnumSet.copyOf(kinds);
      return new AppOptions.Webhook(url, wanted, channelPrefix, channelSuffix, batch);
    }
  }

  AppOptions toOptions() {
    return new AppOptions(
        clientEvents,
        clientEventsPerSecond,
        signInWithin,
        subscriptionCounts,
        watchlist,
        compressOutbound,
        webhooks.stream().map(Hook::toWebhook).toList());
  }
}
