package dev.fanfare.gateway.log;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Optional;

/**
 * The facts that no outbox has taken yet, oldest first. Of several subscriber counts in a row only
 * the last one is kept: the others would be told too late to mean anything.
 */
final class FactQueue {
  static final int MOST = 10_000;

  private final Deque<Fact> waiting = new ArrayDeque<>(2);
  private long lastSequence;
  private long writer;
  private long dropped;

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

  /** The newest of those that wait. */
  Optional<Fact> newest() {
    return Optional.ofNullable(waiting.peekLast());
  }

  Collection<Fact> waiting() {
    return Collections.unmodifiableCollection(waiting);
  }

  void add(Fact fact, long factWriter) {
    if (fact instanceof Fact.Subscribers && waiting.peekLast() instanceof Fact.Subscribers) {
      waiting.removeLast();
    }
    waiting.addLast(fact);
    lastSequence = fact.sequence();
    writer = factWriter;
    if (waiting.size() > MOST) {
      waiting.removeFirst();
      dropped++;
    }
  }

  void forget(long upTo) {
    while (!waiting.isEmpty() && waiting.getFirst().sequence() <= upTo) {
      waiting.removeFirst();
    }
  }

  /** Takes over what a snapshot says. */
  void restore(Collection<Fact> facts, long sequence, long factWriter, long droppedSoFar) {
    waiting.addAll(facts);
    lastSequence = sequence;
    writer = factWriter;
    dropped = droppedSoFar;
  }
}
