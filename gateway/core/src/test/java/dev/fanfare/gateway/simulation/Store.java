package dev.fanfare.gateway.simulation;

import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.log.ChannelLog;
import dev.fanfare.gateway.log.ChannelLog.Context;
import dev.fanfare.gateway.log.ChannelLog.Outcome;
import dev.fanfare.gateway.log.Delta;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LeaseTable;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.simulation.Copy.Confirmation;
import dev.fanfare.protocol.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A primary and a backup of one log, on three members that come and go. Each judges by its own
 * clock and by what it heard itself who lives. A member may be cut off from the others, and some
 * calls still come to it.
 */
final class Store {
  private static final int MEMBERS = 3;

  private final Truth truth;
  private final RandomGenerator random;
  private final Bounds bounds;
  private final Sabotage sabotage;
  private Copy primary = new Copy(new ChannelLog(), 0, 1);
  private ChannelLog backup = new ChannelLog();
  private Optional<Copy> cutOff = Optional.empty();
  private final List<Judge> judges = new ArrayList<>();
  private final Set<Long> reaped = new HashSet<>();
  private int successor = 1;
  private byte[] old = primary.log().snapshot();
  private boolean calm;
  private int losses;
  private long wallMicros = 1_700_000_000_000_000L;
  private long monotonicNanos;

  /** What a member knows of gateways; gone when it dies. */
  private record Judge(LeaseTable leases, long clockNanos) {}

  /**
   * An answer that nobody can lose any more.
   *
   * @param confirmation what the asker knows now
   */
  record Answer<R>(R reply, Confirmation confirmation) {}

  Store(Truth truth, Chance chance, Sabotage sabotage) {
    this.truth = truth;
    this.random = chance.random();
    this.sabotage = sabotage;
    this.bounds =
        new Bounds(
            4 + chance.below(60),
            1_000 + chance.below(20_000),
            Duration.ofSeconds(2L + chance.below(100)),
            chance.below(10),
            1_000,
            chance.oneIn(2),
            20);
    for (int i = 0; i < MEMBERS; i++) {
      judges.add(freshJudge());
    }
  }

  Bounds bounds() {
    return bounds;
  }

  Head head() {
    return primary.log().head();
  }

  /** What a gateway is told once a second, by whoever believes to be the owner. */
  Head toldHead() {
    return asked().log().head();
  }

  /** How often more was lost than two copies can make up for. */
  int losses() {
    return losses;
  }

  void pass(Duration time) {
    wallMicros += time.toNanos() / 1_000;
    monotonicNanos += time.toNanos();
  }

  /**
   * Asks the log, and its backup too unless the asker knows that it has this state.
   *
   * @return empty: ask again
   */
  <R> Optional<Answer<R>> read(LogQuery<R> query, Confirmation known) {
    Copy copy = asked();
    if (!isHeard(copy)) {
      return Optional.empty();
    }
    boolean confirmed =
        (known.equals(copy.confirmation()) && copy.log().knowsPlaceOf(query))
            || (copy == primary && arrives() && hasEverything(backup))
            || !sabotage.confirmsReads();
    R reply = copy.log().read(query, context(copy));
    return confirmed ? Optional.of(new Answer<>(reply, copy.confirmation())) : Optional.empty();
  }

  /** What the log would answer now if nothing were in the way. */
  <R> R look(LogQuery<R> query) {
    return primary.log().read(query, context(primary));
  }

  /**
   * Changes the log. Now and then the delta does not reach the backup.
   *
   * @return the reply when the backup confirmed; empty: nobody knows
   */
  <R> Optional<R> apply(LogChange<R> change) {
    Copy copy = asked();
    if (!isHeard(copy)) {
      return Optional.empty();
    }
    if (sabotage.fences()) {
      Optional<R> refusal = judge(copy).leases().refusal(change, copy.log(), nanos(copy));
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    Position before = copy.log().head().top();
    Outcome<R> outcome = copy.log().apply(change, context(copy));
    for (Entry entry : written(outcome.reply()).toList()) {
      truth.wrote(entry, before);
      before = entry.position();
    }
    if (outcome.delta().isNone()) {
      return Optional.of(outcome.reply());
    }
    copy.changed();
    boolean confirmed =
        copy == primary
            ? arrives() && backup.follow(Delta.ofBytes(outcome.delta().bytes()), backupContext())
            : copy.misses(); // there is no backup any more, as far as it knows
    return confirmed || !sabotage.waitsForBackup()
        ? Optional.of(outcome.reply())
        : Optional.empty();
  }

  /** Whoever is called: mostly the owner. Where calls go is known late to some. */
  private Copy asked() {
    return cutOff.filter(it -> random.nextInt(3) == 0).orElse(primary);
  }

  /**
   * A member that has lost another one answers only when those who are left have answered it.
   * Before it has noticed, it waits for the backup in vain.
   */
  private boolean isHeard(Copy copy) {
    return copy == primary || !copy.misses() || !sabotage.asksWhoIsLeft();
  }

  private boolean arrives() {
    return calm || random.nextInt(12) > 0;
  }

  /** What is sent to it comes in order, and so behind everything that is there. */
  private boolean hasEverything(ChannelLog copy) {
    return copy.head().top().equals(primary.log().head().top()) && copy.follow(Delta.NONE);
  }

  /**
   * A gateway says that it lives.
   *
   * @return whether it may go on under this name
   */
  boolean beat(long incarnation) {
    boolean held = true;
    for (Judge judge : judges) {
      held &= judge.leases().beat(incarnation, nanos(judge));
    }
    return held;
  }

  /** Whether the owner holds a gateway for dead. */
  boolean isDead(long incarnation) {
    return judge(primary).leases().isDead(incarnation);
  }

  /**
   * Every member looks who has died, and the owner ends what they answered for. A trace of an
   * unknown one begins a life.
   */
  void reap() {
    judges.forEach(judge -> judge.leases().expire(nanos(judge)));
    for (long incarnation : primary.log().incarnations()) {
      judge(primary).leases().seen(incarnation, nanos(primary));
      if (isDead(incarnation)) {
        reaped.add(incarnation);
        apply(new LogChange.Reap(incarnation));
      }
    }
  }

  /** Who answers for anybody in the log. */
  Set<Long> incarnations() {
    return primary.log().incarnations();
  }

  /** From now on every delta arrives, and nobody is cut off. */
  void calm() {
    calm = true;
    comeBack();
    rebuildBackup();
  }

  /** Another member takes over as planned. */
  void migrate() {
    comeBack();
    moveToAnotherMember(ChannelLog.restore(primary.log().snapshot()));
  }

  /** The primary's member dies and the backup takes over. */
  void failOver() {
    comeBack();
    die(primary.member());
    moveToAnotherMember(backup);
    rebuildBackup();
  }

  /** The primary's member is cut off from the others, one of which takes over. */
  void cutOff() {
    comeBack();
    cutOff = Optional.of(primary);
    moveToAnotherMember(backup);
    rebuildBackup();
  }

  /** Who is cut off takes the first of the others off its list. */
  void notice() {
    cutOff.ifPresent(Copy::missesTheOthers);
  }

  /** Who was cut off is one of them again, without what it had. */
  void comeBack() {
    cutOff.ifPresent(copy -> die(copy.member()));
    cutOff = Optional.empty();
  }

  /** A copy is put aside, which nobody keeps up to date. */
  void putAside() {
    old = primary.log().snapshot();
  }

  /** Both copies die, and what was acknowledged after an old copy was made is lost. */
  void fallBack() {
    allDie();
    moveToAnotherMember(ChannelLog.restore(old));
    rebuildBackup();
    losses++;
  }

  /** Everything is lost. */
  void burn() {
    allDie();
    moveToAnotherMember(new ChannelLog());
    rebuildBackup();
    putAside();
    losses++;
  }

  /** The backup gets everything anew. */
  void rebuildBackup() {
    backup = ChannelLog.restore(primary.log().snapshot());
  }

  private void moveToAnotherMember(ChannelLog log) {
    primary = new Copy(log, successor, primary.writer() + 1);
    int lonely = cutOff.map(Copy::member).orElse(-1);
    do {
      successor = (primary.member() + 1 + random.nextInt(MEMBERS - 1)) % MEMBERS;
    } while (successor == lonely);
    wallMicros += random.nextLong(-500_000, 500_000);
  }

  /**
   * A member is there again without memory. When nobody else remembers a gateway that was ended,
   * more died than can be made up for.
   */
  private void die(int member) {
    judges.set(member, freshJudge());
    if (reaped.removeIf(dead -> judges.stream().noneMatch(it -> it.leases().isDead(dead)))) {
      losses++;
    }
  }

  private void allDie() {
    comeBack();
    for (int member = 0; member < MEMBERS; member++) {
      die(member);
    }
  }

  private Judge freshJudge() {
    return new Judge(new LeaseTable(), random.nextLong(1L << 40));
  }

  private Judge judge(Copy copy) {
    return judges.get(copy.member());
  }

  private long nanos(Copy copy) {
    return nanos(judge(copy));
  }

  private long nanos(Judge judge) {
    return monotonicNanos + judge.clockNanos();
  }

  private Context context(Copy copy) {
    return new Context(wallMicros, nanos(copy), copy.writer(), random);
  }

  /** As the member sees it that has the backup, which would be the next to write. */
  private Context backupContext() {
    long nanos = nanos(judges.get(successor));
    return new Context(wallMicros, nanos, primary.writer() + 1, random);
  }

  private static Stream<Entry> written(Object reply) {
    return switch (reply) {
      case LogChange.AppendReply.Appended appended ->
          appended.places().stream().flatMap(place -> place.entry().stream());
      case LogChange.PresentReply.Changed changed -> Stream.of(changed.entry());
      case LogChange.ReapReply reaped -> reaped.leaves().stream();
      default -> List.<Entry>of().stream();
    };
  }
}
