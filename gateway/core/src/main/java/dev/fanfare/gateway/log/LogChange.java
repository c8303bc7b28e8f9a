package dev.fanfare.gateway.log;

import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can change a channel's log.
 *
 * @param <R> what a change of this kind is answered with
 */
public sealed interface LogChange<R> {
  /** As many logs as the store takes. */
  int ANY_NUMBER = Integer.MAX_VALUE;

  /** Whether it makes a log where there is none; others leave nothing behind there. */
  default boolean makesLog() {
    return false;
  }

  /**
   * How many logs the app may have when this change has made one. It comes with the change, since a
   * store knows no app, and counts only where a log is made.
   */
  default int mostLogs() {
    return ANY_NUMBER;
  }

  /** The same by an app that may have so many logs. */
  default LogChange<R> within(int most) {
    return this;
  }

  /** Appends messages, all of them or none, without any other between them. */
  record Append(List<Submission> submissions, Bounds bounds, int mostLogs)
      implements LogChange<AppendReply> {
    public Append {
      submissions = List.copyOf(submissions);
    }

    /** By an app that may have any number of logs. */
    public Append(List<Submission> submissions, Bounds bounds) {
      this(submissions, bounds, ANY_NUMBER);
    }

    @Override
    public boolean makesLog() {
      return true;
    }

    @Override
    public Append within(int most) {
      return new Append(submissions, bounds, most);
    }
  }

  /**
   * One message to append.
   *
   * @param draft never ephemeral: those have no place in the log
   * @param dedupe recognises a repetition
   * @param clientEvent whether it is kept as a fact too that a client sent it
   */
  record Submission(Draft draft, Optional<Id128> dedupe, boolean clientEvent) {
    /** A message that is no fact of its own. */
    public Submission(Draft draft, Optional<Id128> dedupe) {
      this(draft, dedupe, false);
    }
  }

  /** Answers {@link Append}. */
  sealed interface AppendReply {
    /**
     * One entry for each submission, in order; a repeated one answers with the first one's place.
     */
    record Appended(List<Place> places) implements AppendReply {}

    /** A message to change is not in the log; nothing was appended. */
    record UnknownTarget(String serial) implements AppendReply {}

    /** The members in sight may not change this log now; nothing was appended. */
    record Unavailable() implements AppendReply {}

    /** There is no log, and no room for one more; nothing was appended. */
    record NoLog(Room why) implements AppendReply {}
  }

  /**
   * Where a submission stands.
   *
   * @param entry the stored entry; absent when the submission is a repetition
   */
  record Place(Position position, long timeMicros, Optional<Entry> entry) {}

  /**
   * Enters, changes or ends one presence entry.
   *
   * @param incarnation the gateway that answers for the connection's life
   */
  record Present(
      Kind kind,
      ClientId client,
      ConnectionId connection,
      long incarnation,
      Optional<Payload> data,
      Bounds bounds,
      int mostLogs)
      implements LogChange<PresentReply> {
    /** By an app that may have any number of logs. */
    public Present(
        Kind kind,
        ClientId client,
        ConnectionId connection,
        long incarnation,
        Optional<Payload> data,
        Bounds bounds) {
      this(kind, client, connection, incarnation, data, bounds, ANY_NUMBER);
    }

    @Override
    public boolean makesLog() {
      return kind == Kind.ENTER;
    }

    @Override
    public Present within(int most) {
      return new Present(kind, client, connection, incarnation, data, bounds, most);
    }

    /** What is asked of the entry. */
    public enum Kind {
      /**
       * Be there with this data: an enter when it is new, an update when its data differs, else
       * nothing.
       */
      ENTER,
      /** Be gone. */
      LEAVE
    }
  }

  /** Answers {@link Present}. */
  sealed interface PresentReply {
    /** It changed; subscribers are to be told with the entry. */
    record Changed(Entry entry) implements PresentReply {}

    /** It was so already; {@code position} is the channel's top. */
    record Unchanged(Position position) implements PresentReply {}

    /**
     * The channel's presence takes no more.
     *
     * @param members different clients in it
     * @param entries of all of them
     */
    record Full(int members, int entries) implements PresentReply {}

    /**
     * The gateway that asks is held for dead, or the members in sight may not change this log now.
     */
    record Unavailable() implements PresentReply {}

    /** There is no log, and no room for one more. */
    record NoLog(Room why) implements PresentReply {}
  }

  /** Says how many subscribers a gateway has here; 0 takes it out. */
  record Occupy(long incarnation, int subscribers, int mostLogs) implements LogChange<OccupyReply> {
    /** By an app that may have any number of logs. */
    public Occupy(long incarnation, int subscribers) {
      this(incarnation, subscribers, ANY_NUMBER);
    }

    @Override
    public boolean makesLog() {
      return subscribers > 0;
    }

    @Override
    public Occupy within(int most) {
      return new Occupy(incarnation, subscribers, most);
    }
  }

  /**
   * How many subscribers the channel has over all gateways: fewer than were said where they could
   * not be counted, because the gateway is held for dead or there is no room for one more log.
   */
  record OccupyReply(int subscribers) {}

  /** Ends everything that a dead gateway answered for: presence entries and occupancy. */
  record Reap(long incarnation) implements LogChange<ReapReply> {}

  /** The leaves that subscribers are to be told, in order. */
  record ReapReply(List<Entry> leaves) {
    public ReapReply {
      leaves = List.copyOf(leaves);
    }
  }

  /**
   * Notes that the last message was asked for and is not there; a second time in a row nothing is
   * noted.
   */
  record MissLast(int mostLogs) implements LogChange<MissLastReply> {
    /** By an app that may have any number of logs. */
    public MissLast() {
      this(ANY_NUMBER);
    }

    @Override
    public boolean makesLog() {
      return true;
    }

    @Override
    public MissLast within(int most) {
      return new MissLast(most);
    }
  }

  /** Answers {@link MissLast}; nothing is noted either where there is no room for one more log. */
  record MissLastReply(boolean noted) {}

  /** Drops facts that the outbox has taken, up to a sequence, included. */
  record ForgetFacts(long sequence) implements LogChange<FactsReply> {}

  /** The facts that still wait, oldest first. */
  record FactsReply(List<Fact> facts) {
    public FactsReply {
      facts = List.copyOf(facts);
    }
  }

  /** Drops what is too old. */
  record Sweep() implements LogChange<SweepReply> {}

  /** Whether the log has held nothing for a whole window and may be removed. */
  record SweepReply(boolean removable) {}
}
