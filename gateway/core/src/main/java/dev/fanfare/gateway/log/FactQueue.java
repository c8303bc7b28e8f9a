package dev.fanfare.gateway.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The facts that no outbox has taken yet, oldest first. Of several subscriber counts in a row only
 * the last one is kept: the others would be told too late to mean anything. Who goes and returns
 * within {@link LogQuery#SETTLING} was never away: neither is kept.
 */
final class FactQueue {
  static final int MOST = 10_000;
  static final long MOST_DATA = 4 << 20;

  private final Deque<Fact> waiting = new ArrayDeque<>(2);
  private long lastSequence;
  private long writer;
  private long dropped;
  private long data;

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

  /** Those that may be told; a clock that was set back keeps nothing waiting. */
  List<Fact> settled(long nowMicros, int limit) {
    List<Fact> settled = new ArrayList<>();
    for (Fact fact : waiting) {
      long age = nowMicros - fact.timeMicros();
      boolean unsettled = isDeparture(fact) && age >= 0 && age < settlingMicros();
      if (unsettled || settled.size() == limit) {
        break;
      }
      settled.add(fact);
    }
    return settled;
  }

  void add(Fact fact, long factWriter) {
    lastSequence = fact.sequence();
    writer = factWriter;
    if (takesBack(fact)) {
      return;
    }
    if (fact instanceof Fact.Subscribers && waiting.peekLast() instanceof Fact.Subscribers) {
      waiting.removeLast();
    }
    put(fact);
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
  void restore(Collection<Fact> facts, long sequence, long factWriter, long droppedSoFar) {
    facts.forEach(this::put);
    lastSequence = sequence;
    writer = factWriter;
    dropped = droppedSoFar;
  }

  /** Whether this is a return that takes the departure before it back. */
  private boolean takesBack(Fact arrival) {
    Iterator<Fact> newestFirst = waiting.descendingIterator();
    while (newestFirst.hasNext()) {
      Fact fact = newestFirst.next();
      if (arrival.timeMicros() - fact.timeMicros() >= settlingMicros()) {
        return false;
      }
      if (isReturn(arrival, fact)) {
        newestFirst.remove();
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

  private static boolean isDeparture(Fact fact) {
    return fact instanceof Fact.Vacated || fact instanceof Fact.MemberRemoved;
  }

  private static long settlingMicros() {
    return LogQuery.SETTLING.toNanos() / 1_000;
  }

  private void put(Fact fact) {
    waiting.addLast(fact);
    data += dataOf(fact);
  }

  private void removed(Fact fact) {
    data -= dataOf(fact);
  }

  private static long dataOf(Fact fact) {
    return fact instanceof Fact.ClientEvent event ? event.payload().bytes().length : 0;
  }
}
