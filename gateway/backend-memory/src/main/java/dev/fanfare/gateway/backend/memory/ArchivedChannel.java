package dev.fanfare.gateway.backend.memory;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.LogQuery.HistoryReply;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * One channel's messages beyond its log. Not thread-safe.
 *
 * <p>They stand in the order of their times, which rise strictly within a channel, also from one
 * epoch to the next: an archive outlives its log, after whose loss offsets begin anew.
 */
final class ArchivedChannel {
  private static final Comparator<Entry> IN_CHANNEL_ORDER =
      Comparator.comparingLong(Entry::timeMicros)
          .thenComparingLong(Entry::epoch)
          .thenComparingLong(Entry::offset);

  private final int maxMessages;
  private final TreeSet<Entry> messages = new TreeSet<>(IN_CHANNEL_ORDER);

  ArchivedChannel(int maxMessages) {
    this.maxMessages = maxMessages;
  }

  /** Keeps an entry, once; presence and what is not to be stored are no history. */
  void keep(Entry entry) {
    if (entry.kind() == Entry.Kind.MESSAGE && !entry.message().draft().noStore()) {
      messages.add(entry);
      if (messages.size() > maxMessages) {
        messages.pollFirst();
      }
    }
  }

  HistoryReply page(Optional<Position> from, Direction direction, int limit, long wallMicros) {
    List<Entry> ahead =
        from.map(position -> beside(position, direction)).orElseGet(() -> inOrder(direction));
    List<Entry> page = new ArrayList<>();
    for (Entry entry : ahead) {
      if (isExpired(entry.message(), wallMicros)) {
        continue;
      }
      if (page.size() == limit) {
        return new HistoryReply(page, Optional.of(page.get(limit - 1).position()));
      }
      page.add(entry);
    }
    return new HistoryReply(page, Optional.empty());
  }

  /** All that lies in a direction from a position; nothing when no message of its epoch is kept. */
  private List<Entry> beside(Position position, Direction direction) {
    List<Entry> all = inOrder(direction);
    if (position.epoch() == 0) {
      return direction == Direction.FORWARDS ? all : List.of();
    }
    int begin = -1;
    for (int i = 0; i < all.size(); i++) {
      Entry entry = all.get(i);
      if (entry.epoch() == position.epoch()) {
        if (begin < 0 || !isBeyond(entry, position, direction)) {
          begin = isBeyond(entry, position, direction) ? i : i + 1;
        }
      }
    }
    return begin < 0 ? List.of() : all.subList(begin, all.size());
  }

  private List<Entry> inOrder(Direction direction) {
    return new ArrayList<>(
        switch (direction) {
          case FORWARDS -> messages;
          case BACKWARDS -> messages.descendingSet();
        });
  }

  private static boolean isBeyond(Entry entry, Position position, Direction direction) {
    return switch (direction) {
      case FORWARDS -> entry.offset() > position.offset();
      case BACKWARDS -> entry.offset() < position.offset();
    };
  }

  private static boolean isExpired(Message message, long wallMicros) {
    Optional<Duration> ttl = message.draft().ttl();
    return ttl.isPresent()
        && message.timeMicros() + TimeUnit.NANOSECONDS.toMicros(ttl.get().toNanos()) <= wallMicros;
  }
}
