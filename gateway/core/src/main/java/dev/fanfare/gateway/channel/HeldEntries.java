package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.protocol.Position;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Entries that came before their turn. Bounded by number and bytes: the furthest one goes first,
 * since the store will be asked for it last.
 */
final class HeldEntries {
  /** A store that was asked so often since an entry came, and does not know it, never will. */
  private static final int MOST_DOUBTS = 2;

  private static final Comparator<Position> ORDER =
      Comparator.comparingLong(Position::offset).thenComparingLong(Position::epoch);

  private final int maxEntries;
  private final long maxBytes;
  private final NavigableMap<Position, Held> held = new TreeMap<>(ORDER);
  private long bytes;

  HeldEntries(int maxEntries, long maxBytes) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  int size() {
    return held.size();
  }

  /** Keeps an entry; gives the place of the furthest one when there was no room for all. */
  Optional<Position> add(Entry entry) {
    if (held.putIfAbsent(entry.position(), new Held(entry)) == null) {
      bytes += entry.bytes().length;
    }
    Optional<Position> dropped = Optional.empty();
    while (held.size() > maxEntries || bytes > maxBytes) {
      Position furthest = held.lastKey();
      dropped = dropped.or(() -> Optional.of(furthest));
      take(furthest);
    }
    return dropped;
  }

  /** Gives an entry away. */
  Optional<Entry> take(Position position) {
    Held taken = held.remove(position);
    if (taken == null) {
      return Optional.empty();
    }
    bytes -= taken.entry.bytes().length;
    return Optional.of(taken.entry);
  }

  /** Drops those whose place is of this kind. */
  void dropIf(Predicate<Position> old) {
    held.values().removeIf(it -> old.test(it.entry.position()) && forget(it));
  }

  boolean any(Predicate<Position> kind) {
    return held.keySet().stream().anyMatch(kind);
  }

  /**
   * The store was asked for all that it has, and these were not among it; those that were doubted
   * before are dropped.
   */
  void doubt() {
    held.values().removeIf(it -> ++it.doubts >= MOST_DOUBTS && forget(it));
  }

  private boolean forget(Held dropped) {
    bytes -= dropped.entry.bytes().length;
    return true;
  }

  private static final class Held {
    private final Entry entry;
    private int doubts;

    private Held(Entry entry) {
      this.entry = entry;
    }
  }
}
