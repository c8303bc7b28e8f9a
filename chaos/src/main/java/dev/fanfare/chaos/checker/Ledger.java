package dev.fanfare.chaos.checker;

import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What publishers know of a whole history: what was attempted, and where it was stored. */
final class Ledger {
  private final Map<Channel, Map<String, Publish>> publishes = new HashMap<>();
  private final Map<String, Set<String>> appsOf = new HashMap<>();
  private final List<Long> storeLosses = new ArrayList<>();
  private final long calmAt;

  /** One message id: when it was first sent, and the first acknowledgement. */
  static final class Publish {
    private final String id;
    private final long attemptedAt;
    private Optional<Event.Acknowledged> acknowledged = Optional.empty();

    Publish(String id, long attemptedAt) {
      this.id = id;
      this.attemptedAt = attemptedAt;
    }

    String id() {
      return id;
    }

    long attemptedAt() {
      return attemptedAt;
    }

    Optional<Event.Acknowledged> acknowledged() {
      return acknowledged;
    }
  }

  Ledger(List<Event> history) {
    long calm = Long.MAX_VALUE;
    for (Event event : history) {
      if (event instanceof Event.Attempted it) {
        of(it.channel()).computeIfAbsent(it.id(), id -> new Publish(id, it.at()));
        appsOf.computeIfAbsent(it.id(), id -> new HashSet<>()).add(it.channel().app());
      } else if (event instanceof Event.Acknowledged it) {
        Publish publish = of(it.channel()).computeIfAbsent(it.id(), id -> new Publish(id, it.at()));
        if (publish.acknowledged.isEmpty()) {
          publish.acknowledged = Optional.of(it);
        }
      } else if (event instanceof Event.Struck it && it.losesStore()) {
        storeLosses.add(it.at());
      } else if (event instanceof Event.Calm it) {
        calm = it.at();
      }
    }
    calmAt = calm;
  }

  private Map<String, Publish> of(Channel channel) {
    return publishes.computeIfAbsent(channel, name -> new LinkedHashMap<>());
  }

  /** Every id attempted in a channel, in the order of the first attempts. */
  Map<String, Publish> in(Channel channel) {
    return publishes.getOrDefault(channel, Map.of());
  }

  Set<Channel> channels() {
    return publishes.keySet();
  }

  boolean wasAttempted(Channel channel, String id) {
    return in(channel).containsKey(id);
  }

  /** Whether an app other than the channel's published this id, and the channel's did not. */
  boolean isForeign(Channel channel, String id) {
    Set<String> apps = appsOf.getOrDefault(id, Set.of());
    return !apps.isEmpty() && !apps.contains(channel.app());
  }

  Optional<Event.Acknowledged> acknowledged(Channel channel, String id) {
    return Optional.ofNullable(in(channel).get(id)).flatMap(Publish::acknowledged);
  }

  /** How often every copy of the logs was lost, up to a time. */
  int storeLossesUntil(long at) {
    return (int) storeLosses.stream().filter(loss -> loss <= at).count();
  }

  /** When all had become quiet; the end of time if that was not recorded. */
  long calmAt() {
    return calmAt;
  }
}
