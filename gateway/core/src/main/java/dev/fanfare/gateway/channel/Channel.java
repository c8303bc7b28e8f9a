package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.limits.Fairness;
import dev.fanfare.gateway.limits.Turns;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.log.Slice;
import dev.fanfare.gateway.metering.Deliveries;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Telemetry;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.Command.PresenceView;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Command.View;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Event.ChannelRef;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import dev.fanfare.protocol.Result.Subscribed;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One channel as this gateway follows it, from its first subscriber to its last. Its cursor takes
 * entries from the bus ({@link Following}), from this gateway's own publishers and from the store
 * ({@link Backfill}), and moves over them in order; every step is told to the {@link Audience}.
 *
 * <p>Entries come on any thread; the monitor of this object guards the order. What is done under it
 * is short and never blocks: rendering and queueing. Lanes run outside of it.
 */
final class Channel implements Backfill.Hole {
  private static final int SLICE_ENTRIES = 100;
  private static final int SLICE_BYTES = 256 << 10;

  private final ChannelKey key;
  private final ChannelRef ref;
  private final ChannelStore store;
  private final Telemetry telemetry;
  private final Fairness fairness;
  private final Deliveries deliveries;
  private final Watcher watcher;
  private final Time time;
  private final Following following;

  // Guarded by this.
  private final Cursor cursor = new Cursor();
  private final Hearing hearing = new Hearing();
  private final Audience audience;
  private final Headcount headcount;
  private final Backfill backfill;
  private @Nullable Ephemerals ephemerals;
  private final List<Membership> waiting = new ArrayList<>();
  private State state = State.NEW;
  private int subscribers;

  /** The newest head that was told while the channel was opened: its own question may be older. */
  private Optional<Head> early = Optional.empty();

  /**
   * @param loop on which this channel's timers run
   * @param showsCounts whether subscribers are told how many they are, now
   * @param watcher hears how many subscribers there are
   */
  Channel(
      ChannelKey key,
      ChannelRef ref,
      ChannelStore store,
      Bus bus,
      Loop loop,
      Telemetry telemetry,
      Fairness fairness,
      Deliveries deliveries,
      Predicate<AppId> showsCounts,
      Watcher watcher,
      Time time) {
    this.key = key;
    this.ref = ref;
    this.store = store;
    this.telemetry = telemetry;
    this.fairness = fairness;
    this.deliveries = deliveries;
    this.watcher = watcher;
    this.time = time;
    this.following = new Following(bus, key, this::heard);
    this.audience = new Audience(this, loop);
    this.headcount = new Headcount(this, audience, loop, showsCounts);
    this.backfill = new Backfill(this, loop, telemetry);
  }

  /**
   * Hears of a channel's subscribers. Called under the channel's monitor: it must not call back.
   */
  interface Watcher {
    /**
     * The channel has this many subscribers now; with 0 it is closed and will not be used again.
     */
    void subscribers(Channel channel, int count);
  }

  ChannelKey key() {
    return key;
  }

  ChannelRef ref() {
    return ref;
  }

  /** How the app shares a loop with others. */
  Turns turns(Loop of) {
    return fairness.on(of);
  }

  /** What the sockets of a loop took. */
  Deliveries.OnLoop deliveries(Loop of) {
    return deliveries.on(of);
  }

  Time time() {
    return time;
  }

  synchronized Position position() {
    return cursor.position();
  }

  /**
   * Counts a subscriber in, who then waits until the channel is followed.
   *
   * @return false when the channel was closed meanwhile, and another one has to be taken
   */
  boolean enter(Membership member) {
    boolean first;
    boolean ready;
    synchronized (this) {
      if (state == State.CLOSED) {
        return false;
      }
      subscribers++;
      watcher.subscribers(this, subscribers);
      first = state == State.NEW;
      if (first) {
        state = State.OPENING;
      }
      // Decided here, once: whoever waits is begun when the channel is open, and only then.
      ready = state == State.OPEN;
      if (!ready) {
        waiting.add(member);
      }
    }
    if (first) {
      follow();
    } else if (ready) {
      member.begin();
    }
    return true;
  }

  /** A member is gone. */
  void left(Membership member) {
    boolean last = false;
    synchronized (this) {
      audience.left(member);
      waiting.remove(member);
      subscribers--;
      if (state != State.CLOSED) {
        if (subscribers == 0) {
          state = State.CLOSED;
          last = true;
        }
        watcher.subscribers(this, subscribers);
      }
    }
    if (last) {
      following.end();
    }
  }

  /** A member is not in its lane any more. */
  synchronized void leftLane(Membership member) {
    audience.left(member);
  }

  /** Entries from a publisher of this gateway; any thread. */
  void accept(List<Entry> entries) {
    accept(entries, false);
  }

  private void accept(List<Entry> entries, boolean fromBus) {
    List<Lane> toKick = new ArrayList<>(2);
    synchronized (this) {
      if (fromBus) {
        hearing.heard();
      }
      for (Entry entry : entries) {
        if (entry.offset() == 0) {
          acceptEphemeral(entry, toKick);
        } else {
          cursor.offer(entry, step -> tell(step, toKick));
        }
      }
      afterSteps();
    }
    Lane.kick(toKick);
  }

  /** Where the store says that the channel stands. */
  synchronized void accept(Head head) {
    switch (state) {
      case NEW, OPENING -> early = Optional.of(head);
      case OPEN -> {
        cursor.offer(head);
        afterSteps();
        headcount.counted(head.subscribers());
      }
      case CLOSED -> {}
    }
  }

  /** The app shows now how many subscribers a channel has. */
  synchronized void showCount() {
    headcount.tellSoon();
  }

  /**
   * Where the store says that the channel stands, as it does once a second.
   *
   * @param mayHear whether the bus is in reach
   * @return whether the bus seems to be deaf for this channel
   */
  synchronized boolean acceptDigest(Head head, boolean mayHear) {
    accept(head);
    return state == State.OPEN && hearing.isDeaf(head.top(), mayHear);
  }

  /** How many entries of the head's epoch were not told yet. */
  synchronized long behind(Head head) {
    Position here = cursor.position();
    return state == State.OPEN && here.epoch() == head.top().epoch()
        ? Math.max(0, head.top().offset() - here.offset())
        : 0;
  }

  /** Follows the channel on the bus anew, unless that is just being done. */
  void listenAnew() {
    synchronized (this) {
      if (state != State.OPEN) {
        return;
      }
    }
    following.beginAnew();
  }

  private void heard(Entry entry) {
    accept(List.of(entry), true);
  }

  /** Lets a subscriber begin as it asked; on its loop. */
  void begin(Membership member, Start start) {
    View view = member.subscriber().view();
    if (start instanceof Start.Now && view.presence() == PresenceView.NONE && !view.last()) {
      joinNow(member);
      return;
    }
    begin(new Beginning(key, ref, store, start, view), start)
        .onComplete(
            answer -> telemetry.resumed(answer.continuity()), failure -> telemetry.storeFailed())
        .onSuccess(answer -> member.subscriber().loop().execute(() -> member.start(answer)))
        .onFailure(
            failure ->
                member.subscriber().loop().execute(() -> member.refuse(Membership.unavailable())));
  }

  private Future<Subscribed> begin(Beginning beginning, Start start) {
    return start instanceof Start.After(Position position) && covers(position)
        ? beginning.after(position)
        : beginning.resolved();
  }

  private synchronized boolean covers(Position position) {
    return cursor.merge(position) instanceof Cursor.Merge.Join;
  }

  /**
   * Lets a member join its lane when the rest of its way is in memory.
   *
   * @param budgetBytes of entries it may be told now; but one, if there is one
   */
  Way goOn(Membership member, Position from, long budgetBytes) {
    List<Lane> toKick = new ArrayList<>(1);
    synchronized (this) {
      switch (cursor.merge(from)) {
        case Cursor.Merge.ReadStore(Position after) -> {
          return new Way.Read(after);
        }
        case Cursor.Merge.Join(List<Step> replay) -> {
          Optional<Way.Along> part = Way.within(budgetBytes, from, replay);
          if (part.isPresent()) {
            return part.get();
          }
          audience.join(
              new LaneItem.Join(member, replay, Optional.empty(), cursor.position()), toKick);
        }
      }
    }
    Lane.kick(toKick);
    return new Way.Joined();
  }

  /** What a slice of the store means to a member at a position; never beyond the cursor. */
  synchronized Cursor.Progress progress(Position from, Slice slice) {
    Cursor.Progress progress = cursor.steps(from, slice);
    afterSteps();
    return progress;
  }

  <R> Future<R> read(LogQuery<R> query) {
    return store.read(key, query);
  }

  private void joinNow(Membership member) {
    List<Lane> toKick = new ArrayList<>(1);
    synchronized (this) {
      Position position = cursor.position();
      Subscribed answer = new Subscribed(ref, position, new Continuity.Full(), Optional.empty());
      audience.join(new LaneItem.Join(member, List.of(), Optional.of(answer), position), toKick);
    }
    Lane.kick(toKick);
  }

  private void tell(Step step, List<Lane> toKick) {
    if (step instanceof Step.Gap || step instanceof Step.Reset) {
      telemetry.gapToClients();
    }
    if (step instanceof Step.EpochBegan || step instanceof Step.Reset) {
      telemetry.epochChanged();
    }
    audience.tell(step, toKick);
  }

  private void acceptEphemeral(Entry entry, List<Lane> toKick) {
    if (ephemerals == null) {
      ephemerals = new Ephemerals();
    }
    if (ephemerals.isNew(entry)) {
      audience.tellAside(new Event.Published(ref, entry.message()), toKick);
    }
  }

  private void afterSteps() {
    afterSteps(cursor.isUrgent());
  }

  private void afterSteps(boolean urgent) {
    audience.tellUnseenSoon();
    if (missing().isPresent()) {
      backfill.ask(urgent);
    }
  }

  @Override
  public Optional<Position> missing() {
    return state == State.OPEN ? cursor.missing() : Optional.empty();
  }

  @Override
  public Future<Slice> readAfter(Position place) {
    return read(new LogQuery.After(place, SLICE_ENTRIES, SLICE_BYTES));
  }

  @Override
  public List<Lane> fill(Slice slice) {
    List<Lane> toKick = new ArrayList<>(2);
    cursor.backfill(slice, step -> tell(step, toKick));
    afterSteps(slice.more() || cursor.isUrgent());
    return toKick;
  }

  /**
   * Register, then have the bus confirmed, then read where the channel stands: so nothing falls
   * between.
   */
  private void follow() {
    following
        .begin()
        .compose(followed -> read(new LogQuery.Resolve(new Start.Now())))
        .onSuccess(resolved -> opened(resolved.head()))
        .onFailure(failure -> failed());
  }

  private void opened(Head head) {
    List<Membership> ready;
    List<Lane> toKick = new ArrayList<>();
    synchronized (this) {
      if (state == State.CLOSED) {
        return;
      }
      state = State.OPEN;
      hearing.start(head.top());
      audience.start(head.top());
      cursor.start(head, step -> tell(step, toKick));
      early.ifPresent(cursor::offer);
      early.ifPresent(newest -> headcount.counted(newest.subscribers()));
      ready = List.copyOf(waiting);
      waiting.clear();
      afterSteps();
    }
    Lane.kick(toKick);
    for (Membership member : ready) {
      member.subscriber().loop().execute(member::begin);
    }
  }

  private void failed() {
    telemetry.storeFailed();
    List<Membership> refused;
    synchronized (this) {
      if (state == State.CLOSED) {
        return;
      }
      state = State.CLOSED;
      watcher.subscribers(this, 0);
      refused = List.copyOf(waiting);
      waiting.clear();
    }
    following.end();
    for (Membership member : refused) {
      member.subscriber().loop().execute(() -> member.refuse(Membership.unavailable()));
    }
  }

  private enum State {
    NEW,
    OPENING,
    OPEN,
    CLOSED
  }
}
