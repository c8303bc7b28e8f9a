package dev.fanfare.chaos.checker;

import dev.fanfare.chaos.checker.Finding.Kind;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import dev.fanfare.chaos.history.Place;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges where messages stand: one message at a place, one place for a message, in order. */
final class Stored {
  private final Ledger ledger;
  private final Findings findings;
  private final Map<Channel, Map<Place, String>> idAt = new HashMap<>();
  private final Map<Channel, Map<String, Seen>> placeOf = new HashMap<>();

  private record Seen(Place place, long at) {}

  Stored(Ledger ledger, Findings findings) {
    this.ledger = ledger;
    this.findings = findings;
  }

  /** Somebody, a publisher or a subscriber, says that a message stands at a place. */
  void stands(Channel channel, String id, Place place, long at) {
    String other = idAt.computeIfAbsent(channel, it -> new HashMap<>()).putIfAbsent(place, id);
    if (other != null && !other.equals(id)) {
      findings.add(
          Kind.DIVERGENT_OFFSET,
          at,
          channel.toString(),
          "at " + place + " stand '" + other + "' and '" + id + "'");
    }
    Map<String, Seen> places = placeOf.computeIfAbsent(channel, it -> new HashMap<>());
    Seen before = places.putIfAbsent(id, new Seen(place, at));
    if (before == null || before.place.equals(place)) {
      return;
    }
    if (before.place.offset() == place.offset()) {
      return; // the same place under two epochs: the subscriber's own line judges that
    }
    if (ledger.storeLossesUntil(at) > lossesBefore(channel, id)
        && !before.place.epoch().equals(place.epoch())) {
      places.put(id, new Seen(place, at)); // the log that knew the id is gone
      return;
    }
    findings.add(
        Kind.APPENDED_TWICE,
        at,
        channel.toString(),
        "'" + id + "' stands at " + before.place + " and at " + place);
  }

  private int lossesBefore(Channel channel, String id) {
    return Optional.ofNullable(ledger.in(channel).get(id))
        .map(publish -> ledger.storeLossesUntil(publish.attemptedAt()))
        .orElse(0);
  }

  /** A was acknowledged before B was sent, so A stands before B. */
  void judgeOrder() {
    for (Channel channel : ledger.channels()) {
      Map<String, List<Ledger.Publish>> byEpoch = new HashMap<>();
      for (Ledger.Publish publish : ledger.in(channel).values()) {
        publish
            .acknowledged()
            .ifPresent(
                it ->
                    byEpoch
                        .computeIfAbsent(it.place().epoch(), e -> new java.util.ArrayList<>())
                        .add(publish));
      }
      byEpoch.values().forEach(publishes -> judgeOrder(channel, publishes));
    }
  }

  private void judgeOrder(Channel channel, List<Ledger.Publish> publishes) {
    List<Event.Acknowledged> acknowledged =
        publishes.stream()
            .flatMap(it -> it.acknowledged().stream())
            .sorted(Comparator.comparingLong(Event.Acknowledged::at))
            .toList();
    List<Ledger.Publish> sent =
        publishes.stream().sorted(Comparator.comparingLong(Ledger.Publish::attemptedAt)).toList();
    int next = 0;
    long highest = -1;
    String highestId = "";
    for (Ledger.Publish publish : sent) {
      while (next < acknowledged.size() && acknowledged.get(next).at() < publish.attemptedAt()) {
        Event.Acknowledged earlier = acknowledged.get(next++);
        if (earlier.place().offset() > highest) {
          highest = earlier.place().offset();
          highestId = earlier.id();
        }
      }
      Event.Acknowledged own = publish.acknowledged().orElseThrow();
      if (own.place().offset() <= highest) {
        findings.add(
            Kind.REORDERED,
            own.at(),
            channel.toString(),
            "'%s' was acknowledged before '%s' was sent, but stands behind it: %d, %d"
                .formatted(highestId, publish.id(), highest, own.place().offset()));
      }
    }
  }
}
