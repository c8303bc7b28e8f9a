package dev.fanfare.gateway.log;

import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import dev.fanfare.protocol.Result.PresencePage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be asked of a channel's log without changing it.
 *
 * @param <R> what a query of this kind is answered with
 */
public sealed interface LogQuery<R> {

  /** Where a subscription that starts so begins. */
  record Resolve(Start start) implements LogQuery<Resolved> {}

  /**
   * The beginning of a subscription.
   *
   * @param position reading starts after it
   * @param continuity how this joins what the asker knew
   * @param head where the log stands now
   */
  record Resolved(Position position, Continuity continuity, Head head) {}

  /**
   * Entries after a position, in order, at most so many and at most so many bytes (but at least
   * one, if there is one).
   */
  record After(Position position, int maxEntries, int maxBytes) implements LogQuery<Slice> {}

  /**
   * A page of the messages that belong to the history (not those published with {@code noStore}).
   */
  record History(Optional<Position> from, Direction direction, int limit)
      implements LogQuery<HistoryReply> {}

  /**
   * Answers {@link History}: entries in the direction asked for; {@code next} is absent on the last
   * page.
   */
  record HistoryReply(List<Entry> entries, Optional<Position> next) {
    public HistoryReply {
      entries = List.copyOf(entries);
    }
  }

  /** A page of the presence set. */
  record Presence(Optional<ClientId> client, int limit, Optional<String> cursor)
      implements LogQuery<PresencePage> {}

  /**
   * The facts that may be told now, oldest first, at most so many. A departure (vacated, member
   * removed) may be told when {@link #SETTLING} has passed, and holds back what came after it: who
   * returns earlier was never away. It is counted like the age of entries: by monotonic clocks, and
   * from when the answering copy heard of it if another one wrote it.
   */
  record SettledFacts(int limit) implements LogQuery<FactsReply> {}

  /** How long a departure waits for the return. */
  Duration SETTLING = Duration.ofSeconds(3);

  /**
   * Answers {@link SettledFacts}.
   *
   * @param dropped how many facts of this log were ever lost because too many waited
   */
  record FactsReply(List<Fact> facts, long dropped) {
    public FactsReply {
      facts = List.copyOf(facts);
    }
  }

  /** The channel's state. */
  record Status() implements LogQuery<State> {}

  /** Answers {@link Status}. */
  record State(
      Head head, int subscribers, int presenceMembers, int presenceClients, Optional<Entry> last) {
    /** A channel whose presence entries are of as many clients. */
    public State(Head head, int subscribers, int presenceMembers, Optional<Entry> last) {
      this(head, subscribers, presenceMembers, presenceMembers, last);
    }
  }
}
