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
 * clock and by what it heard itself who lives.
 */
final class Store {
  private static final int MEMBERS = 3;

  private final Truth truth;
  private final RandomGenerator random;
  private final Bounds bounds;
  private final boolean waitsForBackup;
  private final boolean fences;
  private ChannelLog primary = new ChannelLog();
  private ChannelLog backup = new ChannelLog();
  private final List<Judge> judges = new ArrayList<>();
  private final Set<Long> reaped = new HashSet<>();
  private int owner;
  private int successor = 1;
  private byte[] old = primary.snapshot();
  private boolean calm;
  private long writer = 1;
  private int losses;
  private long wallMicros = 1_700_000_000_000_000L;
  private long monotonicNanos;

  /** What a member knows of gateways; gone when it dies. */
  private record Judge(LeaseTable leases, long clockNanos) {}

  Store(Truth truth, Chance chance, Sabotage sabotage) {
    this.truth = truth;
    this.random = chance.random();
    this.waitsForBackup = sabotage.waitsForBackup();
    this.fences = sabotage.fences();
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
    return primary.head();
  }

  /** How often more was lost than two copies can make up for. */
  int losses() {
    return losses;
  }

  void pass(Duration time) {
    wallMicros += time.toNanos() / 1_000;
    monotonicNanos += time.toNanos();
  }

  <R> R read(LogQuery<R> query) {
    return primary.read(query, context());
  }

  /**
   * Changes the log. Now and then the delta does not reach the backup.
   *
   * @return the reply when the backup confirmed; empty: nobody knows
   */
  <R> Optional<R> apply(LogChange<R> change) {
    if (fences) {
      Optional<R> refusal = judge().leases().refusal(change, primary, nanos(judge()));
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    Position before = primary.head().top();
    Outcome<R> outcome = primary.apply(change, context());
    for (Entry entry : written(outcome.reply()).toList()) {
      truth.wrote(entry, before);
      before = entry.position();
    }
    if (outcome.delta().isNone()) {
      return Optional.of(outcome.reply());
    }
    boolean arrives = calm || random.nextInt(12) > 0;
    boolean confirmed =
        arrives && backup.follow(Delta.ofBytes(outcome.delta().bytes()), backupContext());
    return confirmed || !waitsForBackup ? Optional.of(outcome.reply()) : Optional.empty();
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
    return judge().leases().isDead(incarnation);
  }

  /**
   * Every member looks who has died, and the owner ends what they answered for. A trace of an
   * unknown one begins a life.
   */
  void reap() {
    judges.forEach(judge -> judge.leases().expire(nanos(judge)));
    for (long incarnation : primary.incarnations()) {
      judge().leases().seen(incarnation, nanos(judge()));
      if (isDead(incarnation)) {
        reaped.add(incarnation);
        apply(new LogChange.Reap(incarnation));
      }
    }
  }

  /** Who answers for anybody in the log. */
  Set<Long> incarnations() {
    return primary.incarnations();
  }

  /** From now on every delta arrives. */
  void calm() {
    calm = true;
    rebuildBackup();
  }

  /** Another member takes over as planned. */
  void migrate() {
    primary = ChannelLog.restore(primary.snapshot());
    moveToAnotherMember();
  }

  /** The primary's member dies and the backup takes over. */
  void failOver() {
    die(owner);
    primary = backup;
    moveToAnotherMember();
    rebuildBackup();
  }

  /** A copy is put aside, which nobody keeps up to date. */
  void putAside() {
    old = primary.snapshot();
  }

  /** Both copies die, and what was acknowledged after an old copy was made is lost. */
  void fallBack() {
    primary = ChannelLog.restore(old);
    allDie();
    moveToAnotherMember();
    rebuildBackup();
    losses++;
  }

  /** Everything is lost. */
  void burn() {
    primary = new ChannelLog();
    allDie();
    moveToAnotherMember();
    rebuildBackup();
    putAside();
    losses++;
  }

  /** The backup gets everything anew. */
  void rebuildBackup() {
    backup = ChannelLog.restore(primary.snapshot());
  }

  private void moveToAnotherMember() {
    writer++;
    owner = successor;
    successor = (owner + 1 + random.nextInt(MEMBERS - 1)) % MEMBERS;
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
    for (int member = 0; member < MEMBERS; member++) {
      die(member);
    }
  }

  private Judge freshJudge() {
    return new Judge(new LeaseTable(), random.nextLong(1L << 40));
  }

  private Judge judge() {
    return judges.get(owner);
  }

  private long nanos(Judge judge) {
    return monotonicNanos + judge.clockNanos();
  }

  private Context context() {
    return new Context(wallMicros, nanos(judge()), writer, random);
  }

  /** As the member sees it that has the backup, which would be the next to write. */
  private Context backupContext() {
    return new Context(wallMicros, nanos(judges.get(successor)), writer + 1, random);
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
