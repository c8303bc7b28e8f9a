package dev.fanfare.gateway.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The facts that no outbox has taken yet, oldest first. Of several subscriber counts in a row only
 * the last one is kept: the others would be told too late to mean anything. Who goes and returns
 * within {@link LogQuery#SETTLING} was never away: neither is kept. How long ago something was is
 * counted in the log's own time, never by {@link Fact#timeMicros}: that is by the clock of whoever
 * wrote it.
 */
final class FactQueue {
  static final int MOST = 10_000;
  static final int MOST_DATA = 4 << 20;

  /** Nobody's, shared and never changed: in most logs nobody has just gone. */
  private static final NavigableMap<Long, Departure> NONE = Collections.emptyNavigableMap();

  private final Deque<Fact> waiting = new ArrayDeque<>(2);

  /** Those of the waiting facts that settle, by their sequence. */
  private NavigableMap<Long, Departure> departures = NONE;

  private long lastSequence;
  private long writer;
  private long dropped;
  private int data;

  /**
   * A fact that waits for the return.
   *
   * @param came the log's time at which it happened
   */
  private record Departure(Fact fact, long came) {}

  /** The sequence of the newest fact there ever was; 0 before the first. */
  long lastSequence() {
    return lastSequence;
  }

  /** Who made the newest fact. */
  long writer() {
    return writer;
  }

  /** How many were lost because too many waited. */
  long dropped() {
    return dropped;
  }

  Collection<Fact> waiting() {
    return Collections.unmodifiableCollection(waiting);
  }

  /** The newest of those that wait. */
  Optional<Fact> newest() {
    return Optional.ofNullable(waiting.peekLast());
  }

  /** Those that may be told at this time of the log. */
  List<Fact> settled(long now, int limit) {
    List<Fact> settled = new ArrayList<>();
    for (Fact fact : waiting) {
      boolean unsettled = isDeparture(fact) && now - cameAt(fact) < settlingMicros();
      if (unsettled || settled.size() == limit) {
        break;
      }
      settled.add(fact);
    }
    return settled;
  }

  /**
   * Adds one.
   *
   * @param came the log's time
   */
  void add(Fact fact, long came, long factWriter) {
    lastSequence = fact.sequence();
    writer = factWriter;
    if (takesBack(fact, came)) {
      return;
    }
    if (fact instanceof Fact.Subscribers && waiting.peekLast() instanceof Fact.Subscribers) {
      waiting.removeLast();
    }
    put(fact, came);
    while (waiting.size() > MOST || data > MOST_DATA) {
      removed(waiting.removeFirst());
      dropped++;
    }
  }

  void forget(long upTo) {
    while (!waiting.isEmpty() && waiting.getFirst().sequence() <= upTo) {
      removed(waiting.removeFirst());
    }
  }

  /** Takes over what a snapshot says. */
  void restore(long sequence, long factWriter, long droppedSoFar) {
    lastSequence = sequence;
    writer = factWriter;
    dropped = droppedSoFar;
  }

  /** The log's time at which a departure that waits happened; 0 for anything else. */
  long cameAt(Fact fact) {
    Departure departure = departures.get(fact.sequence());
    return departure == null ? 0 : departure.came;
  }

  /** Whether this is a return that takes the departure before it back. */
  private boolean takesBack(Fact arrival, long came) {
    for (Departure before : departures.descendingMap().values()) {
      if (came - before.came >= settlingMicros()) {
        return false;
      }
      if (isReturn(arrival, before.fact)) {
        waiting.removeLastOccurrence(before.fact);
        removed(before.fact);
        return true;
      }
    }
    return false;
  }

  private static boolean isReturn(Fact arrival, Fact before) {
    return switch (arrival) {
      case Fact.Occupied occupied -> before instanceof Fact.Vacated;
      case Fact.MemberAdded added ->
          before instanceof Fact.MemberRemoved gone && gone.client().equals(added.client());
      case Fact.Vacated vacated -> false;
      case Fact.MemberRemoved removed -> false;
      case Fact.Subscribers subscribers -> false;
      case Fact.CacheMissed missed -> false;
      case Fact.ClientEvent event -> false;
    };
  }

  /** Whether it settles. */
  static boolean isDeparture(Fact fact) {
    return fact instanceof Fact.Vacated || fact instanceof Fact.MemberRemoved;
  }

  private static long settlingMicros() {
    return Micros.of(LogQuery.SETTLING);
  }

  /** Puts a fact behind those that wait; {@code came} is of a departure only. */
  void put(Fact fact, long came) {
    waiting.addLast(fact);
    data += dataOf(fact);
    if (isDeparture(fact)) {
      if (departures.isEmpty()) {
        departures = new TreeMap<>();
      }
      departures.put(fact.sequence(), new Departure(fact, came));
    }
  }

  private void removed(Fact fact) {
    data -= dataOf(fact);
    if (isDeparture(fact) && !departures.isEmpty()) {
      departures.remove(fact.sequence());
      if (departures.isEmpty()) {
        departures = NONE;
      }
    }
  }

  private static int dataOf(Fact fact) {
    return fact instanceof Fact.ClientEvent event ? event.payload().bytes().length : 0;
  }
}
