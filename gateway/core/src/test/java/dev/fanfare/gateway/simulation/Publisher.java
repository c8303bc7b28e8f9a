package dev.fanfare.gateway.simulation;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.Id128;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogChange.Place;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.MessageId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Publishes with ids and tries again until it is acknowledged. */
final class Publisher {
  private final Store store;
  private final Chance chance;
  private final Truth truth;
  private final Sabotage sabotage;
  private final Consumer<List<Entry>> fanOut;
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private int ids;

  /**
   * @param losses how often acknowledged messages had been lost by then
   */
  private record Acknowledged(String id, Position position, int losses) {}

  Publisher(
      Store store, Chance chance, Truth truth, Sabotage sabotage, Consumer<List<Entry>> fanOut) {
    this.store = store;
    this.chance = chance;
    this.truth = truth;
    this.sabotage = sabotage;
    this.fanOut = fanOut;
  }

  void publish() {
    List<Submission> batch = new ArrayList<>();
    for (int i = chance.oneIn(5) ? 3 : 1; i > 0; i--) {
      String id = "m" + ids++;
      Submission submission = new Submission(draft(id), Optional.of(Id128.ofMessageId(id)));
      batch.add(sabotage.submitted(submission));
    }
    int before = acknowledged.size();
    chance.later(() -> attempt(batch, before));
  }

  /**
   * All that was acknowledged since messages were lost for the last time is there, in order, and
   * once.
   */
  void check() {
    Map<String, Position> line = new HashMap<>();
    Position top = store.head().top();
    for (Position at = top; at.offset() > 0; at = truth.before(at)) {
      Entry entry = truth.entry(at);
      if (entry.kind() == Entry.Kind.MESSAGE) {
        String id = entry.message().draft().id().orElseThrow().text();
        if (line.put(id, at) != null) {
          throw new Violation("published twice: " + id);
        }
      }
    }
    for (Acknowledged ack : acknowledged) {
      if (ack.losses == store.losses() && !ack.position.equals(line.get(ack.id))) {
        throw new Violation("acknowledged, but not there: " + ack);
      }
    }
  }

  private void attempt(List<Submission> batch, int acknowledgedBefore) {
    var reply = store.apply(new LogChange.Append(batch, store.bounds()));
    if (reply.isEmpty()) {
      chance.later(() -> attempt(batch, acknowledgedBefore));
    } else if (reply.get() instanceof LogChange.AppendReply.Appended appended) {
      acknowledge(batch, appended.places(), acknowledgedBefore);
      List<Entry> entries =
          appended.places().stream().flatMap(place -> place.entry().stream()).toList();
      if (!entries.isEmpty()) {
        fanOut.accept(entries);
      }
    } else {
      throw new Violation("not appended: " + reply);
    }
  }

  private void acknowledge(List<Submission> batch, List<Place> places, int acknowledgedBefore) {
    for (int i = 0; i < places.size(); i++) {
      String id = batch.get(i).draft().id().orElseThrow().text();
      Position position = places.get(i).position();
      if (acknowledgedBefore > 0) {
        Acknowledged before = acknowledged.get(acknowledgedBefore - 1);
        if (before.losses == store.losses() && !truth.leads(before.position, position)) {
          throw new Violation(before + " was acknowledged before " + id + " at " + position);
        }
      }
      acknowledged.add(new Acknowledged(id, position, store.losses()));
    }
  }

  private Draft draft(String id) {
    Draft draft = Draft.of(Payload.text(id)).withId(new MessageId(id));
    return switch (chance.below(8)) {
      case 0 -> with(draft, Optional.of(Duration.ofSeconds(chance.below(20))), false);
      case 1 -> with(draft, Optional.empty(), true);
      default -> draft;
    };
  }

  private static Draft with(Draft draft, Optional<Duration> ttl, boolean noStore) {
    return new Draft(
        draft.name(),
        draft.payload(),
        draft.key(),
        draft.id(),
        draft.tags(),
        draft.extras(),
        false,
        noStore,
        draft.except(),
        ttl,
        draft.change(),
        draft.from());
  }
}
