package dev.fanfare.gateway.log;

import dev.fanfare.gateway.log.LogQuery.After;
import dev.fanfare.gateway.log.LogQuery.History;
import dev.fanfare.gateway.log.LogQuery.HistoryReply;
import dev.fanfare.gateway.log.LogQuery.Resolve;
import dev.fanfare.gateway.log.LogQuery.Resolved;
import dev.fanfare.gateway.log.LogQuery.State;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Event.Why;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers queries from one state at one time. What is too old by then is not there, trimmed or not.
 */
final class Reading {
  private static final Continuity FULL = new Continuity.Full();

  private final LogState state;
  private final Head head;
  private final EntryRing messages;
  private final EntryRing presence;
  private final long now;
  private final int firstMessage;
  private final long lost;

  Reading(LogState state, ChannelLog.Context context) {
    this.state = state;
    this.head = state.head();
    this.messages = state.entries().messages();
    this.presence = state.entries().presence();
    this.now = state.clock().at(context);
    this.firstMessage = state.entries().firstMessage(state.bounds(), now);
    this.lost = state.entries().lost(state.bounds(), now);
  }

  State status() {
    return new State(
        head,
        state.occupancy().total(),
        state.presence().size(),
        state.presence().clients(),
        state.entries().last(state.bounds(), now));
  }

  Resolved resolve(Resolve resolve) {
    return switch (resolve.start()) {
      case Start.Now() -> new Resolved(head.top(), FULL, head);
      case Start.After(Position position) -> resolveAfter(position);
      case Start.Last(int count) -> new Resolved(beforeLast(count), FULL, head);
      case Start.Within(var age) ->
          new Resolved(before(firstHistory(messages.indexSince(now - Micros.of(age)))), FULL, head);
    };
  }

  /** After a gap reading goes on behind it, so that the gap is said once. */
  private Resolved resolveAfter(Position position) {
    Continuity continuity = continuity(position);
    Position from =
        switch (continuity) {
          case Continuity.Full() -> position;
          case Continuity.Gap(long first, long last) -> at(last);
          case Continuity.Reset(var why) -> head.top();
        };
    return new Resolved(from, continuity, head);
  }

  private Continuity continuity(Position position) {
    if (!head.knows(position)) {
      return new Continuity.Reset(Why.UNKNOWN_POSITION);
    }
    return position.offset() < lost ? new Continuity.Gap(position.offset() + 1, lost) : FULL;
  }

  /** The place at an offset on this line of history. */
  private Position at(long offset) {
    for (int i = head.chain().size() - 1; i >= 0; i--) {
      ChainLink link = head.chain().get(i);
      if (link.firstOffset() <= offset || i == 0) {
        return new Position(link.epoch(), offset);
      }
    }
    return Position.NONE;
  }

  private Position beforeLast(int count) {
    int index = messages.size();
    int found = 0;
    for (int i = messages.size() - 1; i >= firstMessage && found < count; i--) {
      if (state.entries().isHistory(i, now)) {
        index = i;
        found++;
      }
    }
    return before(index);
  }

  /** The place just before a message, in its own epoch; the top when there is no such message. */
  private Position before(int index) {
    return index == messages.size()
        ? head.top()
        : new Position(messages.get(index).epoch(), messages.get(index).offset() - 1);
  }

  private int firstHistory(int from) {
    int index = Math.max(from, firstMessage);
    while (index < messages.size() && !state.entries().isHistory(index, now)) {
      index++;
    }
    return index;
  }

  Slice after(After after) {
    Continuity continuity = continuity(after.position());
    if (continuity instanceof Continuity.Reset) {
      return new Slice(continuity, List.of(), head.top().offset(), false, head);
    }
    long from = Math.max(after.position().offset(), lost);
    int message = nextMessage(Math.max(firstMessage, messages.indexAfter(from)));
    int change =
        Math.max(state.entries().firstPresence(state.bounds(), now), presence.indexAfter(from));
    List<Entry> entries = new ArrayList<>();
    long bytes = 0;
    while (message < messages.size() || change < presence.size()) {
      boolean isMessage =
          change == presence.size()
              || (message < messages.size()
                  && messages.get(message).offset() < presence.get(change).offset());
      Entry entry = isMessage ? messages.get(message) : presence.get(change);
      bytes += entry.bytes().length;
      boolean fits = entries.size() < after.maxEntries() && bytes <= after.maxBytes();
      if (!entries.isEmpty() && !fits) {
        return new Slice(continuity, entries, entry.offset() - 1, true, head);
      }
      entries.add(entry);
      if (isMessage) {
        message = nextMessage(message + 1);
      } else {
        change++;
      }
    }
    return new Slice(continuity, entries, head.top().offset(), false, head);
  }

  /** The index of the first message from an index on that is not past its time to live. */
  private int nextMessage(int from) {
    int index = from;
    while (index < messages.size() && state.entries().isExpired(index, now)) {
      index++;
    }
    return index;
  }

  HistoryReply history(History history) {
    boolean forwards = history.direction() == Direction.FORWARDS;
    if (history.from().isPresent() && !head.knows(history.from().get())) {
      return new HistoryReply(List.of(), Optional.empty());
    }
    int limit = Math.max(1, history.limit());
    int step = forwards ? 1 : -1;
    List<Entry> page = new ArrayList<>();
    for (int i = historyStart(history.from(), forwards);
        firstMessage <= i && i < messages.size();
        i += step) {
      if (state.entries().isHistory(i, now)) {
        if (page.size() == limit) {
          return new HistoryReply(page, Optional.of(page.get(limit - 1).position()));
        }
        page.add(messages.get(i));
      }
    }
    return new HistoryReply(page, Optional.empty());
  }

  private int historyStart(Optional<Position> from, boolean forwards) {
    if (forwards) {
      return Math.max(firstMessage, from.map(it -> messages.indexAfter(it.offset())).orElse(0));
    }
    return from.map(it -> messages.indexAfter(it.offset() - 1)).orElse(messages.size()) - 1;
  }
}
