package dev.fanfare.gateway.log;

import dev.fanfare.gateway.log.ChannelLog.Context;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.PresenceChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Everything that a log is, and the only way in which it changes: {@link #take}. */
final class LogState {
  /** How many epochs are remembered. */
  static final int CHAIN = 16;

  private final LogClock clock = new LogClock();
  private final Entries entries = new Entries();
  private final IdRing ids = new IdRing();
  private final PresenceSet presence = new PresenceSet();
  private final Occupancy occupancy = new Occupancy();
  private final FactQueue facts = new FactQueue();
  private Bounds bounds = new Bounds(0, 0, Duration.ZERO, 0, 0, false, 0);
  private Head head = Head.EMPTY;
  private long writer;
  private long lastTimeMicros;
  private long busyUntil;

  LogClock clock() {
    return clock;
  }

  Entries entries() {
    return entries;
  }

  IdRing ids() {
    return ids;
  }

  PresenceSet presence() {
    return presence;
  }

  Occupancy occupancy() {
    return occupancy;
  }

  FactQueue facts() {
    return facts;
  }

  Bounds bounds() {
    return bounds;
  }

  Head head() {
    return head;
  }

  /** Who wrote the last entry. */
  long writer() {
    return writer;
  }

  /** The last entry's time. */
  long lastTimeMicros() {
    return lastTimeMicros;
  }

  /** Until when, by the log's time, something was or will be in it, as far as that is known. */
  long busyUntil() {
    return busyUntil;
  }

  boolean isEmpty() {
    return entries.isEmpty() && ids.isEmpty() && presence.size() == 0 && occupancy.isEmpty();
  }

  /** Whether it is empty once it is swept. */
  boolean isEmptyAt(long now) {
    return entries.isEmptyAt(bounds, now)
        && (ids.isEmpty() || ids.get(ids.size() - 1).came() < now - Micros.of(Bounds.ID_AGE))
        && presence.size() == 0
        && occupancy.isEmpty()
        && facts.waiting().isEmpty();
  }

  /** Whether {@link Effect.Swept} would change anything. */
  boolean needsSweep(long now) {
    return entries.needsTrim(bounds, now)
        || (!ids.isEmpty() && ids.get(0).came() < now - Micros.of(Bounds.ID_AGE));
  }

  /** Does the effects of a change that was decided here. */
  void take(Delta delta, Context context) {
    if (!take(delta)) {
      throw new IllegalStateException("A log does not follow from itself: " + delta);
    }
    clock.set(delta.time(), context);
  }

  /** Does what {@link #take(Delta)} does, at the time at which the delta came here. */
  boolean hear(Delta delta, Context here) {
    clock.hear(delta.time(), delta.wallMicros(), here);
    return follow(delta);
  }

  /** Does the effects of a delta, as many as follow from what is here; false when one did not. */
  boolean take(Delta delta) {
    clock.set(Math.max(clock.time(), delta.time()), delta.wallMicros());
    return follow(delta);
  }

  private boolean follow(Delta delta) {
    trim();
    boolean all = true;
    for (Effect effect : delta.effects()) {
      if (!take(effect, delta)) {
        all = false;
        break;
      }
    }
    trim();
    return all;
  }

  /** Takes over what a snapshot says beside the parts that take it themselves. */
  void restore(Bounds lastBounds, Head lastHead, long lastWriter, long lastTime, long busy) {
    bounds = lastBounds;
    head = lastHead;
    writer = lastWriter;
    lastTimeMicros = lastTime;
    busyUntil = busy;
  }

  private boolean take(Effect effect, Delta delta) {
    return switch (effect) {
      case Effect.Bounded(Bounds newBounds) -> {
        bounds = newBounds;
        yield true;
      }
      case Effect.Stored stored -> store(stored, delta.writer());
      case Effect.Known(IdRing.Remembered id) -> remember(id);
      case Effect.MemberIs member -> {
        if (!hasReached(member.member().offset())) {
          yield false;
        }
        presence.put(member.member(), member.incarnation());
        yield busy(delta.time());
      }
      case Effect.Reached(long epoch, long offset) -> head.knows(new Position(epoch, offset));
      case Effect.Occupied(long incarnation, int subscribers) -> {
        if (occupancy.of(incarnation) != subscribers) {
          occupancy.set(incarnation, subscribers);
          busy(delta.time());
        }
        yield true;
      }
      case Effect.FactAdded(Fact fact, long previous) -> addFact(fact, previous, delta);
      case Effect.FactsForgotten(long sequence) -> {
        facts.forget(sequence);
        yield true;
      }
      case Effect.Swept() -> true;
    };
  }

  private boolean store(Effect.Stored stored, long entryWriter) {
    Entry entry = stored.entry();
    if (hasReached(entry.offset())) {
      return isOnChain(entry.position());
    }
    if (entry.offset() != head.top().offset() + 1) {
      return false;
    }
    head = new Head(entry.position(), chainWith(entry));
    writer = entryWriter;
    lastTimeMicros = entry.timeMicros();
    entries.add(entry, stored.time());
    if (entry.kind() == Entry.Kind.PRESENCE) {
      follow(entry.presence(), stored.incarnation());
    }
    return busy(stored.time() + Micros.of(bounds.age()));
  }

  private void follow(PresenceChange change, long incarnation) {
    switch (change.action()) {
      case ENTER, UPDATE -> presence.put(change.member(), incarnation);
      case LEAVE ->
          presence.remove(new MemberKey(change.member().client(), change.member().connection()));
    }
  }

  private boolean remember(IdRing.Remembered id) {
    if (!hasReached(id.position().offset())) {
      return false;
    }
    boolean isNew =
        ids.isEmpty() || ids.get(ids.size() - 1).position().offset() < id.position().offset();
    if (isNew && ids.find(id.id()).isEmpty()) {
      ids.add(id);
    }
    return busy(id.came() + Micros.of(Bounds.ID_AGE));
  }

  private boolean addFact(Fact fact, long previous, Delta delta) {
    if (fact.sequence() <= facts.lastSequence()) {
      return true;
    }
    if (previous != facts.lastSequence()) {
      return false;
    }
    facts.add(fact, delta.time(), delta.writer());
    return true;
  }

  private void trim() {
    long firstOffset = head.chain().isEmpty() ? 0 : head.chain().get(0).firstOffset();
    entries.trim(bounds, clock.time(), firstOffset);
    ids.trim(bounds.ids(), clock.time() - Micros.of(Bounds.ID_AGE));
  }

  private List<ChainLink> chainWith(Entry entry) {
    if (!head.chain().isEmpty() && head.top().epoch() == entry.epoch()) {
      return head.chain();
    }
    List<ChainLink> chain = new ArrayList<>(head.chain());
    chain.add(new ChainLink(entry.epoch(), entry.offset()));
    return List.copyOf(chain.subList(Math.max(0, chain.size() - CHAIN), chain.size()));
  }

  private boolean hasReached(long offset) {
    return offset <= head.top().offset();
  }

  /** Whether the epoch was the one that wrote at this offset, as far as that is remembered. */
  private boolean isOnChain(Position position) {
    for (int i = head.chain().size() - 1; i >= 0; i--) {
      if (head.chain().get(i).firstOffset() <= position.offset()) {
        return head.chain().get(i).epoch() == position.epoch();
      }
    }
    return true;
  }

  private boolean busy(long until) {
    busyUntil = Math.max(busyUntil, until);
    return true;
  }
}
