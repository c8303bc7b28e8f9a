package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.limits.Fairness;
import dev.fanfare.gateway.limits.Turns;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.log.Slice;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.gateway.port.Telemetry;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.Command.PresenceView;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Command.View;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Event.ChannelRef;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import dev.fanfare.protocol.Result.PresencePage;
import dev.fanfare.protocol.Result.Subscribed;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One channel as this gateway follows it, from its first subscriber to its last. Its cursor takes
 * entries from the bus, from this gateway's own publishers and from the store, and moves over them
 * in order; every step is rendered once for each group of like subscribers and put into their
 * lanes.
 *
 * <p>Entries come on any thread; the monitor of this object guards the order. What is done under it
 * is short and never blocks: rendering and queueing. Lanes run outside of it.
 */
final class Channel {
  private static final Duration BACKFILL_DELAY = Duration.ofMillis(20);
  private static final Duration SKIP_DELAY = Duration.ofSeconds(1);
  private static final int MANY_SUBSCRIBERS = 100;
  private static final Duration COUNT_DELAY = Duration.ofSeconds(5);
  private static final int SLICE_ENTRIES = 100;
  private static final int SLICE_BYTES = 256 << 10;

  private final ChannelKey key;
  private final ChannelRef ref;
  private final ChannelStore store;
  private final Bus bus;
  private final Loop loop;
  private final Telemetry telemetry;
  private final Fairness fairness;
  private final Predicate<AppId> showsCounts;
  private final Watcher watcher;

  // Guarded by this.
  private final Cursor cursor = new Cursor();
  private final Hearing hearing = new Hearing();
  private @Nullable Ephemerals ephemerals;
  private final List<LaneGroup> groups = new ArrayList<>(1);
  private final List<Membership> waiting = new ArrayList<>();
  private State state = State.NEW;
  private int subscribers;
  private boolean backfilling;
  private int backfillFailures;
  private boolean skipScheduled;
  private int totalSubscribers;
  private int toldSubscribers;
  private boolean countScheduled;
  private Position told = Position.NONE;

  /** The newest head that was told while the channel was opened: its own question may be older. */
  private Optional<Head> early = Optional.empty();

  private @Nullable Subscription following;
  private boolean listeningAnew;

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
      Predicate<AppId> showsCounts,
      Watcher watcher) {
    this.key = key;
    this.ref = ref;
    this.store = store;
    this.bus = bus;
    this.loop = loop;
    this.telemetry = telemetry;
    this.fairness = fairness;
    this.showsCounts = showsCounts;
    this.watcher = watcher;
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
    Subscription ended = null;
    synchronized (this) {
      leftLane(member);
      waiting.remove(member);
      subscribers--;
      if (state != State.CLOSED) {
        if (subscribers == 0) {
          state = State.CLOSED;
          ended = following;
          following = null;
        }
        watcher.subscribers(this, subscribers);
      }
    }
    if (ended != null) {
      ended.close();
    }
  }

  /** A member is not in its lane any more. */
  synchronized void leftLane(Membership member) {
    if (member.inLane()) {
      member.inLane(false);
      groupOf(member.subscriber().rendering()).left(member);
    }
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
    kick(toKick);
  }

  /** Where the store says that the channel stands. */
  synchronized void accept(Head head) {
    switch (state) {
      case NEW, OPENING -> early = Optional.of(head);
      case OPEN -> {
        cursor.offer(head);
        afterSteps();
        counted(head);
      }
      case CLOSED -> {}
    }
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
    Subscription deaf;
    synchronized (this) {
      if (state != State.OPEN || listeningAnew) {
        return;
      }
      listeningAnew = true;
      deaf = following;
      following = null;
    }
    if (deaf != null) {
      deaf.close();
    }
    bus.follow(key, this::heard).onSuccess(this::keep).onComplete(done -> listensAnew());
  }

  private synchronized void listensAnew() {
    listeningAnew = false;
  }

  private void heard(Entry entry) {
    accept(List.of(entry), true);
  }

  /**
   * Whoever wants to hear it is told the new number of subscribers, while the app shows it; with
   * many of them not for each change.
   */
  private void counted(Head head) {
    totalSubscribers = head.subscribers();
    if (totalSubscribers != toldSubscribers
        && !countScheduled
        && groups.stream().anyMatch(group -> group.rendering().counts())
        && showsCounts.test(key.app())) {
      countScheduled = true;
      if (totalSubscribers < MANY_SUBSCRIBERS) {
        loop.execute(this::tellCount);
      } else {
        loop.schedule(COUNT_DELAY, this::tellCount);
      }
    }
  }

  private void tellCount() {
    List<Lane> toKick = new ArrayList<>(1);
    synchronized (this) {
      countScheduled = false;
      if (state == State.OPEN
          && totalSubscribers != toldSubscribers
          && showsCounts.test(key.app())) {
        toldSubscribers = totalSubscribers;
        Event event = new Event.SubscriberCount(ref, totalSubscribers);
        for (LaneGroup group : groups) {
          if (!group.isEmpty() && group.rendering().counts()) {
            group.tellAside(event, toKick);
          }
        }
      }
    }
    kick(toKick);
  }

  /** Lets a subscriber begin as it asked; on its loop. */
  void begin(Membership member, Start start) {
    View view = member.subscriber().view();
    if (start instanceof Start.Now && view.presence() == PresenceView.NONE && !view.last()) {
      joinNow(member);
      return;
    }
    resolve(start)
        .compose(resolved -> presence(view).map(page -> answer(start, resolved, page)))
        .compose(answer -> view.last() ? withLast(answer) : Future.succeededFuture(answer))
        .onComplete(
            answer -> telemetry.resumed(answer.continuity()), failure -> telemetry.storeFailed())
        .onSuccess(answer -> member.subscriber().loop().execute(() -> member.start(answer)))
        .onFailure(
            failure ->
                member.subscriber().loop().execute(() -> member.refuse(Membership.unavailable())));
  }

  /** What a view sees of presence at its start: who is there, only how many, or nothing. */
  private Future<Optional<PresencePage>> presence(View view) {
    return switch (view.presence()) {
      case NONE -> Future.succeededFuture(Optional.empty());
      case COUNT ->
          read(new LogQuery.Presence(Optional.empty(), 1, Optional.empty()))
              .map(
                  page ->
                      Optional.of(
                          new PresencePage(
                              page.position(), page.total(), List.of(), Optional.empty())));
      case FULL ->
          read(new LogQuery.Presence(Optional.empty(), view.presencePage(), Optional.empty()))
              .map(Optional::of);
    };
  }

  /** How a member goes on who knows everything up to a place. */
  sealed interface Way {
    /** It has joined its lane. */
    record Joined() implements Way {}

    /** First it is told this, which is all that the budget allows of what is in memory. */
    record Along(Cursor.Progress progress) implements Way {}

    /** First the store is to be read after this place. */
    record Read(Position after) implements Way {}
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
          int fitting = fitting(replay, budgetBytes);
          if (fitting < replay.size()) {
            return new Way.Along(progress(from, replay.subList(0, fitting)));
          }
          join(
              member,
              new LaneItem.Join(member, replay, Optional.empty(), cursor.position()),
              toKick);
        }
      }
    }
    kick(toKick);
    return new Way.Joined();
  }

  private static int fitting(List<Step> steps, long budgetBytes) {
    long bytes = 0;
    int fitting = 0;
    for (Step step : steps) {
      bytes += step.bytes();
      if (fitting > 0 && bytes > budgetBytes) {
        break;
      }
      fitting++;
    }
    return fitting;
  }

  private static Cursor.Progress progress(Position from, List<Step> steps) {
    Position reached = from;
    for (Step step : steps) {
      reached = step.after(reached);
    }
    return new Cursor.Progress(steps, reached);
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

  private Future<LogQuery.Resolved> resolve(Start start) {
    if (start instanceof Start.After(Position position)) {
      synchronized (this) {
        if (cursor.merge(position) instanceof Cursor.Merge.Join) {
          return Future.succeededFuture(
              new LogQuery.Resolved(position, new Continuity.Full(), Head.EMPTY));
        }
      }
    }
    return read(new LogQuery.Resolve(start));
  }

  /**
   * One who starts now starts where its picture of presence was taken: what changed since is
   * replayed.
   */
  private Subscribed answer(
      Start start, LogQuery.Resolved resolved, Optional<PresencePage> presence) {
    Position position = resolved.position();
    if (start instanceof Start.Now && presence.isPresent()) {
      position = presence.get().position();
    }
    return new Subscribed(ref, position, resolved.continuity(), presence);
  }

  /** That there is none where somebody wanted it is a fact that the customer may want to hear. */
  private Future<Subscribed> withLast(Subscribed answer) {
    return read(new LogQuery.Status())
        .compose(
            status ->
                status.last().isPresent()
                    ? Future.succeededFuture(answer.with(status.last().get().message()))
                    : store.apply(key, new LogChange.MissLast()).map(missed -> answer));
  }

  private void joinNow(Membership member) {
    List<Lane> toKick = new ArrayList<>(1);
    synchronized (this) {
      Position position = cursor.position();
      Subscribed answer = new Subscribed(ref, position, new Continuity.Full(), Optional.empty());
      join(member, new LaneItem.Join(member, List.of(), Optional.of(answer), position), toKick);
    }
    kick(toKick);
  }

  private void join(Membership member, LaneItem.Join join, List<Lane> toKick) {
    member.inLane(true);
    groupOf(member.subscriber().rendering()).join(join, toKick);
  }

  private LaneGroup groupOf(Rendering rendering) {
    for (LaneGroup group : groups) {
      if (group.rendering().equals(rendering)) {
        return group;
      }
    }
    LaneGroup group = new LaneGroup(this, rendering);
    groups.add(group);
    return group;
  }

  private void tell(Step step, List<Lane> toKick) {
    if (step instanceof Step.Gap || step instanceof Step.Reset) {
      telemetry.gapToClients();
    }
    if (step instanceof Step.EpochBegan || step instanceof Step.Reset) {
      telemetry.epochChanged();
    }
    Position before = told;
    told = step.after(before);
    for (LaneGroup group : groups) {
      if (!group.isEmpty()) {
        group.tell(step, before, told, toKick);
      }
    }
  }

  private void acceptEphemeral(Entry entry, List<Lane> toKick) {
    if (ephemerals == null) {
      ephemerals = new Ephemerals();
    }
    if (!ephemerals.isNew(entry)) {
      return;
    }
    Event event = new Event.Published(ref, entry.message());
    for (LaneGroup group : groups) {
      if (!group.isEmpty()) {
        group.tellAside(event, toKick);
      }
    }
  }

  private void afterSteps() {
    afterSteps(cursor.isUrgent());
  }

  private void afterSteps(boolean urgent) {
    if (!skipScheduled && groups.stream().anyMatch(LaneGroup::hasUnseen)) {
      skipScheduled = true;
      loop.schedule(SKIP_DELAY, this::tellUnseen);
    }
    if (state == State.OPEN && !backfilling && cursor.missing().isPresent()) {
      backfilling = true;
      if (urgent) {
        loop.execute(this::backfill);
      } else {
        loop.schedule(BACKFILL_DELAY, this::backfill);
      }
    }
  }

  private void tellUnseen() {
    List<Lane> toKick = new ArrayList<>(1);
    synchronized (this) {
      skipScheduled = false;
      for (LaneGroup group : groups) {
        group.tellUnseen(told, toKick);
      }
    }
    kick(toKick);
  }

  /** Asks the store for what the bus did not bring; one question at a time. */
  private void backfill() {
    Optional<Position> missing;
    synchronized (this) {
      missing = state == State.OPEN ? cursor.missing() : Optional.empty();
      backfilling = missing.isPresent();
    }
    missing.ifPresent(
        after -> {
          telemetry.backfilled();
          read(new LogQuery.After(after, SLICE_ENTRIES, SLICE_BYTES))
              .onSuccess(this::backfilled)
              .onFailure(failure -> backfillFailed());
        });
  }

  private void backfilled(Slice slice) {
    List<Lane> toKick = new ArrayList<>(2);
    synchronized (this) {
      backfilling = false;
      backfillFailures = 0;
      cursor.backfill(slice, step -> tell(step, toKick));
      afterSteps(slice.more() || cursor.isUrgent());
    }
    kick(toKick);
  }

  private void backfillFailed() {
    telemetry.storeFailed();
    int failures;
    synchronized (this) {
      failures = backfillFailures++;
    }
    loop.schedule(Duration.ofMillis(Math.min(1_000, 20L << Math.min(failures, 6))), this::backfill);
  }

  /**
   * Register, then have the bus confirmed, then read where the channel stands: so nothing falls
   * between.
   */
  private void follow() {
    bus.follow(key, this::heard)
        .compose(
            subscription -> {
              keep(subscription);
              return read(new LogQuery.Resolve(new Start.Now()));
            })
        .onSuccess(resolved -> opened(resolved.head()))
        .onFailure(failure -> failed());
  }

  private void keep(Subscription subscription) {
    synchronized (this) {
      if (state != State.CLOSED) {
        following = subscription;
        return;
      }
    }
    subscription.close();
  }

  private void opened(Head head) {
    List<Membership> ready;
    List<Lane> toKick = new ArrayList<>();
    synchronized (this) {
      if (state == State.CLOSED) {
        return;
      }
      state = State.OPEN;
      told = head.top();
      hearing.start(told);
      cursor.start(head, step -> tell(step, toKick));
      early.ifPresent(cursor::offer);
      early.ifPresent(this::counted);
      ready = List.copyOf(waiting);
      waiting.clear();
      afterSteps();
    }
    kick(toKick);
    for (Membership member : ready) {
      member.subscriber().loop().execute(member::begin);
    }
  }

  private void failed() {
    telemetry.storeFailed();
    List<Membership> refused;
    Subscription ended;
    synchronized (this) {
      if (state == State.CLOSED) {
        return;
      }
      state = State.CLOSED;
      watcher.subscribers(this, 0);
      ended = following;
      following = null;
      refused = List.copyOf(waiting);
      waiting.clear();
    }
    if (ended != null) {
      ended.close();
    }
    for (Membership member : refused) {
      member.subscriber().loop().execute(() -> member.refuse(Membership.unavailable()));
    }
  }

  private static void kick(List<Lane> lanes) {
    for (Lane lane : lanes) {
      lane.kick();
    }
  }

  private enum State {
    NEW,
    OPENING,
    OPEN,
    CLOSED
  }
}
