package dev.fanfare.outbox;

import dev.fanfare.link.AppFact;
import dev.fanfare.link.FactSource;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.AppOptions.Webhook;
import dev.fanfare.protocol.ChannelKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Takes facts from the logs into the tables. A fact is acknowledged only after its transaction is
 * committed; one that no webhook asks for is acknowledged at once.
 */
final class Intake {
  private static final int MOST = 500;

  private final FactSource facts;
  private final Deliveries deliveries;
  private final Function<AppId, Optional<App>> apps;
  private final InstantSource clock;

  Intake(
      FactSource facts,
      Deliveries deliveries,
      Function<AppId, Optional<App>> apps,
      InstantSource clock) {
    this.facts = facts;
    this.deliveries = deliveries;
    this.apps = apps;
    this.clock = clock;
  }

  /**
   * Takes what there is, up to a bound.
   *
   * @return how many facts were taken
   */
  int step() {
    List<AppFact> found = facts.take(MOST);
    if (found.isEmpty()) {
      return 0;
    }
    List<Deliveries.Taken> taken = new ArrayList<>();
    Map<ChannelKey, Long> upTo = new HashMap<>();
    for (AppFact fact : found) {
      upTo.merge(fact.channel(), fact.sequence(), Math::max);
      Set<String> endpoints = endpoints(fact);
      if (!endpoints.isEmpty()) {
        taken.add(new Deliveries.Taken(fact, endpoints));
      }
    }
    if (!taken.isEmpty()) {
      deliveries.put(taken, clock.instant());
    }
    facts.acknowledge(upTo);
    return found.size();
  }

  private Set<String> endpoints(AppFact fact) {
    Set<String> endpoints = new LinkedHashSet<>();
    apps.apply(fact.channel().app())
        .ifPresent(
            app ->
                app.options().webhooks().stream()
                    .filter(webhook -> wants(webhook, fact))
                    .forEach(webhook -> endpoints.add(webhook.url().toString())));
    return endpoints;
  }

  /** Fanfare's own channels are nobody's business. */
  private static boolean wants(Webhook webhook, AppFact fact) {
    String channel = fact.channel().channel().text();
    return !fact.channel().channel().isInternal()
        && webhook.kinds().contains(fact.what().kind())
        && webhook.channelPrefix().map(channel::startsWith).orElse(true)
        && webhook.channelSuffix().map(channel::endsWith).orElse(true);
  }
}
