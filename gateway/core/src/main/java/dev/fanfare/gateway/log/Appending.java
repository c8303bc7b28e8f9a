package dev.fanfare.gateway.log;

import dev.fanfare.gateway.log.LogChange.Append;
import dev.fanfare.gateway.log.LogChange.AppendReply;
import dev.fanfare.gateway.log.LogChange.Place;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides what an append does: all of it or nothing, and nothing that was done before. */
final class Appending {
  private final Plan plan;
  private final Map<Id128, Place> inThisBatch = new HashMap<>(2);
  private final List<Place> places = new ArrayList<>();
  private final Position topBefore;

  private Appending(Plan plan) {
    this.plan = plan;
    this.topBefore = plan.top();
  }

  static Decision<AppendReply> decide(Append append, LogState state, ChannelLog.Context context) {
    Plan plan = new Plan(state, context, append.bounds());
    return new Appending(plan).decide(append.submissions());
  }

  private Decision<AppendReply> decide(List<Submission> submissions) {
    for (Submission submission : submissions) {
      Optional<Place> known = submission.dedupe().flatMap(this::known);
      if (known.isPresent()) {
        places.add(known.get());
        continue;
      }
      Optional<Draft.Change> change = submission.draft().change();
      if (change.isPresent() && !isTarget(change.get().serial())) {
        return Decision.nothing(new AppendReply.UnknownTarget(change.get().serial()));
      }
      append(submission);
    }
    return Decision.of(new AppendReply.Appended(places), plan);
  }

  private void append(Submission submission) {
    if (submission.draft().ephemeral()) {
      throw new IllegalArgumentException("An ephemeral message has no place in a log");
    }
    Entry entry = plan.append(submission.draft());
    places.add(new Place(entry.position(), entry.timeMicros(), Optional.of(entry)));
    if (submission.clientEvent()) {
      tellOf(submission.draft());
    }
    submission
        .dedupe()
        .ifPresent(
            id -> {
              plan.add(
                  new Effect.Known(
                      new IdRing.Remembered(
                          id, entry.position(), entry.timeMicros(), plan.time())));
              inThisBatch.put(
                  id, new Place(entry.position(), entry.timeMicros(), Optional.empty()));
            });
  }

  private void tellOf(Draft draft) {
    draft
        .from()
        .connection()
        .ifPresent(
            connection ->
                plan.fact(
                    sequence ->
                        new Fact.ClientEvent(
                            sequence,
                            plan.wallMicros(),
                            draft.name().orElse(""),
                            draft.payload(),
                            connection,
                            draft.from().client())));
  }

  /**
   * Where a repeated submission stands. What it stands on is shipped again: each acknowledgement
   * rests on its own backup.
   */
  private Optional<Place> known(Id128 id) {
    Place earlier = inThisBatch.get(id);
    if (earlier != null) {
      return Optional.of(earlier);
    }
    return plan.state()
        .ids()
        .find(id)
        .filter(it -> plan.time() - it.came() <= Micros.of(Bounds.ID_AGE))
        .map(
            it -> {
              plan.confirm(plan.state().entries().messages(), it.position().offset(), 0);
              plan.add(new Effect.Known(it));
              return new Place(it.position(), it.timeMicros(), Optional.empty());
            });
  }

  private boolean isTarget(String serial) {
    Optional<Position> position = Serials.parse(serial);
    return position.isPresent()
        && (isNewInThisBatch(position.get())
            || plan.state().entries().isTarget(position.get(), plan.state().bounds(), plan.time()));
  }

  private boolean isNewInThisBatch(Position position) {
    return position.offset() > topBefore.offset()
        && places.stream()
            .filter(place -> place.position().equals(position))
            .flatMap(place -> place.entry().stream())
            .anyMatch(entry -> !EntryCodec.has(EntryCodec.IS_CHANGE, entry.bytes()));
  }
}
