package dev.fanfare.gateway.log;

import dev.fanfare.protocol.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * What a log with bounds that never change keeps and what it lost, worked out anew for each
 * question from everything that ever was. Slow, and as simple as the promises are.
 */
final class NaiveLog {
  private final Bounds bounds;
  private final List<Written> written = new ArrayList<>();
  private final List<Long> changes = new ArrayList<>();

  /**
   * @param at microseconds
   * @param ttl microseconds
   */
  private record Written(Entry entry, long at, long ttl, boolean isHistory) {
    boolean isMessage() {
      return entry.kind() == Entry.Kind.MESSAGE;
    }

    boolean isExpired(long now) {
      return now - at >= ttl;
    }
  }

  NaiveLog(Bounds bounds) {
    this.bounds = bounds;
  }

  void message(Entry entry, long now) {
    var draft = entry.message().draft();
    long ttl = draft.ttl().map(Micros::of).orElse(Long.MAX_VALUE);
    written.add(new Written(entry, now, ttl, !draft.noStore()));
  }

  void presence(Entry entry, long now) {
    written.add(new Written(entry, now, Long.MAX_VALUE, false));
  }

  /** Something changed now, so that what is not to be kept was trimmed. */
  void changed(long now) {
    changes.add(now);
  }

  /** The newest message that somebody who comes now can miss. */
  long lost(long now) {
    long lost = 0;
    for (Written one : written) {
      if (one.isMessage() && !isKept(one, now) && !one.isExpired(trimmedAt(one, now))) {
        lost = one.entry.offset();
      }
    }
    return lost;
  }

  List<Entry> history(long now) {
    return written.stream()
        .filter(one -> one.isMessage() && one.isHistory)
        .filter(one -> isKept(one, now) && !one.isExpired(now))
        .map(Written::entry)
        .toList();
  }

  List<Entry> after(Position position, long now) {
    long from = Math.max(position.offset(), lost(now));
    return written.stream()
        .filter(one -> one.entry.offset() > from)
        .filter(one -> isKept(one, now) && !one.isExpired(now))
        .map(Written::entry)
        .toList();
  }

  /** A place at which a subscriber may have been. */
  Position place(int index) {
    return index == 0 ? Position.NONE : written.get(index - 1).entry.position();
  }

  int places() {
    return written.size() + 1;
  }

  private boolean isKept(Written one, long now) {
    return isKeptAmong(one, written.size()) && now - one.at < Micros.of(bounds.age());
  }

  /** Whether it is among the newest, when only the first so many had been written. */
  private boolean isKeptAmong(Written one, int count) {
    List<Written> newer =
        written.subList(written.indexOf(one), count).stream()
            .filter(other -> other.isMessage() == one.isMessage())
            .toList();
    long bytes = newer.stream().mapToLong(other -> other.entry.bytes().length).sum();
    return one.isMessage()
        ? newer.size() <= bounds.messages() && bytes <= bounds.bytes()
        : newer.size() <= bounds.presenceChanges();
  }

  private long trimmedAt(Written one, long now) {
    for (long change : changes) {
      int count = (int) written.stream().filter(other -> other.at <= change).count();
      boolean there = one.at <= change;
      if (there && (!isKeptAmong(one, count) || change - one.at >= Micros.of(bounds.age()))) {
        return change;
      }
    }
    return now;
  }
}
