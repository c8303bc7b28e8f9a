package dev.fanfare.gateway.log;

import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.PresencePage;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The log of one channel: order, de-duplication, history, presence and occupancy, as one state
 * machine that reads no clock and makes no threads.
 *
 * <p>A copy is either the primary, which decides changes ({@link #apply(LogChange, Context)}), or a
 * backup, which follows the primary's deltas ({@link #follow(Delta, Context)}). A backup becomes
 * the primary by deciding its first change; by its {@link Context#writer()} that begins a new
 * epoch.
 *
 * <p><b>Threads.</b> Not thread-safe: its owner lets one thread in at a time, readers too.
 */
public final class ChannelLog {
  private final LogState state;
  private boolean torn;

  /** An empty log. */
  public ChannelLog() {
    this(new LogState());
  }

  private ChannelLog(LogState state) {
    this.state = state;
  }

  /**
   * The circumstances of a change or a query.
   *
   * @param wallMicros microseconds since 1970; may jump
   * @param monotonicNanos never goes back while {@code writer} is the same
   * @param writer names the process that decides; another one has another, also after a restart
   * @param random for epochs and the like; queries do not use it
   */
  public record Context(
      long wallMicros, long monotonicNanos, long writer, RandomGenerator random) {}

  /**
   * What became of a change.
   *
   * @param delta for the backups; the reply must not be given away before they have it
   * @param facts those that the change made; they also wait in the log
   */
  public record Outcome<R>(R reply, Delta delta, List<Fact> facts) {}

  /** Decides a change and does it, all or nothing. */
  @SuppressWarnings("unchecked") // each kind of change is answered by its own kind of reply
  public <R> Outcome<R> apply(LogChange<R> change, Context context) {
    Decision<R> decision = (Decision<R>) decide(change, context);
    if (!decision.delta().isNone()) {
      state.take(decision.delta(), context);
      torn = false;
    }
    return new Outcome<>(decision.reply(), decision.delta(), decision.facts());
  }

  private Decision<?> decide(LogChange<?> change, Context context) {
    return switch (change) {
      case LogChange.Append append -> Appending.decide(append, state, context);
      case LogChange.Present present -> Presenting.decide(present, state, context);
      case LogChange.Reap reap -> Presenting.decide(reap, state, context);
      case LogChange.Occupy occupy -> Occupying.decide(occupy, state, context);
      case LogChange.MissLast miss -> missLast(context);
      case LogChange.ForgetFacts forget -> forget(forget, context);
      case LogChange.Sweep() -> sweep(context);
    };
  }

  /**
   * Follows the primary.
   *
   * @param here the circumstances of this copy: how old things are is counted from now on by its
   *     monotonic clock, should it become the primary
   * @return whether this copy now holds everything that the delta stands for. If not, a delta
   *     before it is missing: the copy keeps what it has, and follows no more until it is replaced
   *     by {@link #restore} of a whole {@link #snapshot}
   */
  public boolean follow(Delta delta, Context here) {
    if (torn) {
      return false;
    }
    torn = !delta.isNone() && !state.hear(delta, here);
    return !torn;
  }

  /** Does what {@link #follow(Delta, Context)} does where nothing is known of the time. */
  public boolean follow(Delta delta) {
    if (torn) {
      return false;
    }
    torn = !delta.isNone() && !state.take(delta);
    return !torn;
  }

  /** Answers a query, without changing anything. */
  @SuppressWarnings("unchecked") // each kind of query is answered by its own kind of reply
  public <R> R read(LogQuery<R> query, Context context) {
    return (R) answer(query, context);
  }

  private Object answer(LogQuery<?> query, Context context) {
    return switch (query) {
      case LogQuery.Resolve resolve -> new Reading(state, context).resolve(resolve);
      case LogQuery.After after -> new Reading(state, context).after(after);
      case LogQuery.History history -> new Reading(state, context).history(history);
      case LogQuery.Presence presence -> page(presence);
      case LogQuery.SettledFacts(int limit) ->
          new LogQuery.FactsReply(
              state.facts().settled(state.clock().at(context), limit), state.facts().dropped());
      case LogQuery.Status() -> new Reading(state, context).status();
    };
  }

  /**
   * Whether the place is known from which a query goes on. If not, the asker may have it from a
   * later owner than this copy's.
   */
  public boolean knowsPlaceOf(LogQuery<?> query) {
    Optional<Position> place =
        switch (query) {
          case LogQuery.Resolve(Start start) ->
              start instanceof Start.After after
                  ? Optional.of(after.position())
                  : Optional.<Position>empty();
          case LogQuery.After after -> Optional.of(after.position());
          case LogQuery.History history -> history.from();
          case LogQuery.Presence presence -> Optional.empty();
          case LogQuery.SettledFacts facts -> Optional.empty();
          case LogQuery.Status status -> Optional.empty();
        };
    return place.map(state.head()::knows).orElse(true);
  }

  /** Where the log stands, and how many subscribers it has. */
  public Head head() {
    Head head = state.head();
    return new Head(head.top(), head.chain(), state.occupancy().total());
  }

  /**
   * Whether there are no entries, ids, presence, last value and subscribers. A channel's position
   * outlives all of them.
   */
  public boolean isEmpty() {
    return state.isEmpty();
  }

  /** How many subscribers the channel has over all gateways. */
  public int subscribers() {
    return state.occupancy().total();
  }

  /** How many entries the presence set has. */
  public int presenceMembers() {
    return state.presence().size();
  }

  /** The gateways that answer for somebody here. */
  public Set<Long> incarnations() {
    Set<Long> all = new HashSet<>(state.occupancy().all().keySet());
    state.presence().all().forEach(present -> all.add(present.incarnation()));
    return all;
  }

  /** How many facts wait to be taken. */
  public int factsWaiting() {
    return state.facts().waiting().size();
  }

  /** How many facts were lost because nobody took them. */
  public long factsDropped() {
    return state.facts().dropped();
  }

  /** The whole log as bytes, for {@link #restore}. Its time is that of the last change. */
  public byte[] snapshot() {
    return SnapshotCodec.encode(state, state.clock().time(), state.clock().wallMicros());
  }

  /** The whole log as bytes, for a copy elsewhere that {@link #arrive arrives} soon. */
  public byte[] snapshot(Context here) {
    long time = state.clock().time() == 0 ? 0 : state.clock().at(here);
    return SnapshotCodec.encode(state, time, here.wallMicros());
  }

  /**
   * This copy was made of a {@link #snapshot(Context)} just now: how old things are is counted from
   * now on by the monotonic clock of this process.
   */
  public void arrive(Context here) {
    state.clock().arrive(here);
  }

  /**
   * A copy of the log that gave these bytes.
   *
   * @throws IllegalArgumentException when {@link #snapshot} cannot have given them
   */
  public static ChannelLog restore(byte[] snapshot) {
    return new ChannelLog(SnapshotCodec.decode(snapshot));
  }

  private PresencePage page(LogQuery.Presence presence) {
    return state.presence().page(presence, state.head().top());
  }

  private Decision<LogChange.MissLastReply> missLast(Context context) {
    Plan plan = new Plan(state, context);
    boolean first = !(state.facts().newest().orElse(null) instanceof Fact.CacheMissed);
    if (first) {
      plan.fact(sequence -> new Fact.CacheMissed(sequence, plan.wallMicros()));
    }
    return Decision.of(new LogChange.MissLastReply(first), plan);
  }

  private Decision<LogChange.FactsReply> forget(LogChange.ForgetFacts forget, Context context) {
    Plan plan = new Plan(state, context);
    if (state.facts().waiting().stream().anyMatch(fact -> fact.sequence() <= forget.sequence())) {
      plan.add(new Effect.FactsForgotten(forget.sequence()));
    }
    List<Fact> left =
        state.facts().waiting().stream()
            .filter(fact -> fact.sequence() > forget.sequence())
            .toList();
    return Decision.of(new LogChange.FactsReply(left), plan);
  }

  private Decision<LogChange.SweepReply> sweep(Context context) {
    Plan plan = new Plan(state, context);
    if (state.needsSweep(plan.time())) {
      plan.add(new Effect.Swept());
    }
    long window = Math.max(Micros.of(Bounds.ID_AGE), Micros.of(state.bounds().age()));
    boolean neverUsed = state.busyUntil() == 0;
    boolean idle = neverUsed || plan.time() - state.busyUntil() >= window;
    return Decision.of(new LogChange.SweepReply(idle && state.isEmptyAt(plan.time())), plan);
  }
}
