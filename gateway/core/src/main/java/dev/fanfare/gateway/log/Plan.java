package dev.fanfare.gateway.log;

import dev.fanfare.gateway.log.ChannelLog.Context;
import dev.fanfare.gateway.log.Effect.FactAdded;
import dev.fanfare.gateway.log.Effect.Stored;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.PresenceChange;
import dev.fanfare.protocol.PresenceChange.Action;
import dev.fanfare.protocol.PresenceMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * What one change is going to do, gathered before any of it is done. It gives out places, times,
 * epochs and sequences.
 */
final class Plan {
  /** The first fact of a writer is so far from the last one of another at most. */
  private static final long SEQUENCE_LEAP = 1L << 40;

  private final LogState state;
  private final Context context;
  private final long time;
  private final List<Effect> effects = new ArrayList<>(3);
  private final List<Fact> facts = new ArrayList<>(0);
  private Position top;
  private long timeMicros;
  private boolean epochChosen;
  private long factSequence;

  Plan(LogState state, Context context, Bounds bounds) {
    this(state, context);
    if (!bounds.equals(state.bounds())) {
      effects.add(new Effect.Bounded(bounds));
    }
  }

  Plan(LogState state, Context context) {
    this.state = state;
    this.context = context;
    this.time = state.clock().at(context);
    this.top = state.head().top();
    this.timeMicros = state.lastTimeMicros();
    this.factSequence = state.facts().lastSequence();
  }

  LogState state() {
    return state;
  }

  /** The log's time. */
  long time() {
    return time;
  }

  /** The last place, those counted in that this plan gave out. */
  Position top() {
    return top;
  }

  List<Fact> facts() {
    return facts;
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  /** Stores a message at the next place. */
  Entry append(Draft draft) {
    advance();
    Entry entry = Entry.of(new Message(top, timeMicros, draft));
    effects.add(new Stored(entry, time, 0));
    return entry;
  }

  /** Stores a change of presence at the next place. */
  Entry present(
      Action action,
      MemberKey who,
      Optional<Payload> data,
      int members,
      int ofClient,
      long incarnation) {
    advance();
    PresenceMember member =
        new PresenceMember(who.client(), who.connection(), data, top.offset(), timeMicros);
    Entry entry = Entry.of(new PresenceChange(top, action, member, members, ofClient));
    effects.add(new Stored(entry, time, incarnation));
    return entry;
  }

  /**
   * Ships an entry that is in the log again, if it is still kept, so that a backup that missed it
   * gets it now.
   */
  void confirm(EntryRing ring, long offset, long incarnation) {
    int index = ring.indexAfter(offset) - 1;
    if (index >= 0 && ring.get(index).offset() == offset) {
      effects.add(new Stored(ring.get(index), ring.timeOf(index), incarnation));
    }
  }

  /** Adds a fact, made from its sequence. */
  void fact(LongFunction<Fact> fact) {
    long previous = factSequence;
    boolean goesOn =
        (previous != 0 && state.facts().writer() == context.writer()) || !facts.isEmpty();
    factSequence = previous + 1 + (goesOn ? 0 : context.random().nextLong(SEQUENCE_LEAP));
    Fact made = fact.apply(factSequence);
    facts.add(made);
    effects.add(new FactAdded(made, previous));
  }

  /** The time of facts. */
  long wallMicros() {
    return context.wallMicros();
  }

  Delta delta() {
    return effects.isEmpty()
        ? Delta.NONE
        : new Delta(context.writer(), time, context.wallMicros(), effects);
  }

  private void advance() {
    if (!epochChosen) {
      epochChosen = true;
      boolean goesOn = !state.head().chain().isEmpty() && state.writer() == context.writer();
      top = goesOn ? top : new Position(freshEpoch(), top.offset());
    }
    top = new Position(top.epoch(), top.offset() + 1);
    timeMicros = Math.max(context.wallMicros(), timeMicros + 1);
  }

  private long freshEpoch() {
    long epoch = context.random().nextLong();
    while (epoch == 0 || state.head().linkOf(epoch) >= 0) {
      epoch++;
    }
    return epoch;
  }
}
