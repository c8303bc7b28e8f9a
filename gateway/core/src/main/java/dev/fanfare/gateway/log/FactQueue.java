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
 * within {@link LogQuery#SETTLING} was never away: neither is kept. How long ago something was is
 * counted in the log's own time, never by {@link Fact#timeMicros}: that is by the clock of whoever
 * wrote it.
 */
final class FactQueue {
  static final int MOST = 10_000;
  static final long MOST_DATA = 4 << 20;

  private final Deque<Waiting> waiting = new ArrayDeque<>(2);
  private long lastSequence;
  private long writer;
  private long dropped;
  private long data;

  /**
   * A fact.
   *
   * @param came the log's time at which it happened
   */
  record Waiting(Fact fact, long came) {}

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

  Collection<Waiting> waiting() {
    return Collections.unmodifiableCollection(waiting);
  }

  /** The newest of those that wait. */
  Optional<Fact> newest() {
    return Optional.ofNullable(waiting.peekLast()).map(Waiting::fact);
  }

  /** Those that may be told at this time of the log. */
  List<Fact> settled(long now, int limit) {
    List<Fact> settled = new ArrayList<>();
    for (Waiting one : waiting) {
      boolean unsettled = isDeparture(one.fact) && now - one.came < settlingMicros();
      if (unsettled || settled.size() == limit) {
        break;
      }
      settled.add(one.fact);
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
    if (fact instanceof Fact.Subscribers
        && newest().filter(Fact.Subscribers.class::isInstance).isPresent()) {
      waiting.removeLast();
    }
    put(new Waiting(fact, came));
    while (waiting.size() > MOST || data > MOST_DATA) {
      removed(waiting.removeFirst());
      dropped++;
    }
  }

  void forget(long upTo) {
    while (!waiting.isEmpty() && waiting.getFirst().fact.sequence() <= upTo) {
      removed(waiting.removeFirst());
    }
  }

  /** Takes over what a snapshot says. */
  void restore(Collection<Waiting> facts, long sequence, long factWriter, long droppedSoFar) {
    facts.forEach(this::put);
    lastSequence = sequence;
    writer = factWriter;
    dropped = droppedSoFar;
  }

  /** Whether this is a return that takes the departure before it back. */
  private boolean takesBack(Fact arrival, long came) {
    Iterator<Waiting> newestFirst = waiting.descendingIterator();
    while (newestFirst.hasNext()) {
      Waiting before = newestFirst.next();
      if (came - before.came >= settlingMicros()) {
        return false;
      }
      if (isReturn(arrival, before.fact)) {
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
    return Micros.of(LogQuery.SETTLING);
  }

  private void put(Waiting one) {
    waiting.addLast(one);
    data += dataOf(one);
  }

  private void removed(Waiting one) {
    data -= dataOf(one);
  }

  private static long dataOf(Waiting one) {
    return one.fact instanceof Fact.ClientEvent event ? event.payload().bytes().length : 0;
  }
}
