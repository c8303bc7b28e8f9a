package dev.fanfare.gateway.simulation;

import dev.fanfare.gateway.channel.Step;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The checker: what one client knows, held against the truth at every step. */
final class Line {
  private final Truth truth;
  private final Store store;
  private final List<Missing> missing = new ArrayList<>();
  private boolean begun;
  private Position position = Position.NONE;

  /** The last entry that was delivered or was known from the start. */
  private Position known = Position.NONE;

  private int delivered;

  /** How often more than two copies had been lost when it was last told something. */
  private int lossesKnown;

  private record Missing(long from, long to, boolean isLoss) {
    boolean covers(long offset) {
      return from <= offset && offset <= to;
    }
  }

  Line(Truth truth, Store store) {
    this.truth = truth;
    this.store = store;
  }

  boolean hasBegun() {
    return begun;
  }

  /** Where the client would resume. */
  Position position() {
    return position;
  }

  int delivered() {
    return delivered;
  }

  /** A subscribe was answered. */
  void answered(Optional<Position> asked, Position from, Continuity continuity) {
    switch (continuity) {
      case Continuity.Full full -> {
        if (asked.isEmpty()) {
          begin(from);
        } else {
          demand(asked.get().equals(from), () -> "full after " + asked + ", but from " + from);
        }
      }
      case Continuity.Gap gap -> {
        demand(
            gap.from() == position.offset() + 1 && gap.to() == from.offset(),
            () -> "a gap elsewhere: " + gap);
        missing.add(new Missing(gap.from(), gap.to(), true));
        position = from;
      }
      case Continuity.Reset reset -> reset(from);
    }
    lossesKnown = store.losses();
  }

  void tell(Step step) {
    switch (step) {
      case Step.Deliver deliver -> deliver(deliver.entry());
      case Step.Skip skip -> pass(skip.from(), skip.to(), false);
      case Step.Gap gap -> pass(gap.from(), gap.to(), true);
      case Step.EpochBegan began -> {
        demand(
            began.position().offset() == position.offset(),
            () -> "an epoch began elsewhere: " + began);
        position = began.position();
      }
      case Step.Reset reset -> reset(reset.position());
    }
    lossesKnown = store.losses();
  }

  /** Nothing will come any more: everything up to the top must have been told. */
  void end(Position top) {
    demand(
        position.offset() == top.offset(),
        () -> "not everything was told: " + position + " of " + top);
    if (top.offset() > 0) {
      demandNothingSilentBetween(top, true);
    }
  }

  private void begin(Position from) {
    begun = true;
    missing.clear();
    position = from;
    known = truth.at(from);
  }

  /** While it was under way an old copy may have come back, which knows the position again. */
  private void reset(Position from) {
    demand(
        !store.head().knows(position) || store.losses() > lossesKnown,
        () -> "a reset without need at " + position);
    demand(
        store.losses() > 0 || truth.leads(known, store.head().top()),
        () -> "delivered, but lost: " + known);
    begin(from);
  }

  private void deliver(Entry entry) {
    demand(truth.has(entry), () -> "nobody wrote " + entry);
    demand(entry.offset() == position.offset() + 1, () -> entry + " came after " + position);
    demand(
        entry.epoch() == position.epoch()
            || truth.at(new Position(position.epoch(), entry.offset())).equals(entry.position()),
        () -> "no epoch was told before " + entry + ", after " + position);
    demandNothingSilentBetween(truth.before(entry.position()), false);
    missing.clear();
    position = entry.position();
    known = position;
    delivered++;
  }

  private void pass(long from, long to, boolean isLoss) {
    demand(
        from == position.offset() + 1 && to >= from,
        () -> "passed from " + from + " at " + position);
    missing.add(new Missing(from, to, isLoss));
    position = new Position(position.epoch(), to);
  }

  /**
   * Every entry on the line between the last known one and this one, itself included, was said to
   * be missing.
   */
  private void demandNothingSilentBetween(Position last, boolean atEnd) {
    Position at = last;
    while (at.offset() > known.offset()) {
      Entry entry = truth.entry(at);
      demand(
          missing.stream().anyMatch(it -> it.covers(entry.offset()) && isFit(it, entry)),
          () -> "silently missing" + (atEnd ? " at the end: " : ": ") + entry);
      at = truth.before(at);
    }
    demand(at.equals(known), () -> last + " does not follow " + known);
  }

  private static boolean isFit(Missing missing, Entry entry) {
    return missing.isLoss
        || entry.kind() == Entry.Kind.PRESENCE
        || entry.message().draft().ttl().isPresent();
  }

  private static void demand(boolean kept, Supplier<String> violation) {
    if (!kept) {
      throw new Violation(violation.get());
    }
  }
}
