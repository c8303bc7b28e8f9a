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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A primary and a backup of one log, on members that come and go. */
final class Store {
  private final Truth truth;
  private final RandomGenerator random;
  private final Bounds bounds;
  private final boolean waitsForBackup;
  private final boolean fences;
  private ChannelLog primary = new ChannelLog();
  private ChannelLog backup = new ChannelLog();
  private LeaseTable leases = new LeaseTable();
  private byte[] old = primary.snapshot();
  private boolean calm;
  private long writer = 1;
  private int losses;
  private long wallMicros = 1_700_000_000_000_000L;
  private long monotonicNanos;

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
      Optional<R> refusal = leases.refusal(change, primary, monotonicNanos);
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
    boolean confirmed = arrives && backup.apply(Delta.ofBytes(outcome.delta().bytes()));
    return confirmed || !waitsForBackup ? Optional.of(outcome.reply()) : Optional.empty();
  }

  /**
   * A gateway says that it lives.
   *
   * @return whether it may go on under this name
   */
  boolean beat(long incarnation) {
    return leases.beat(incarnation, monotonicNanos);
  }

  /** Whether the owner holds a gateway for dead. */
  boolean isDead(long incarnation) {
    return leases.isDead(incarnation);
  }

  /** The owner ends what dead gateways answered for. A trace of an unknown one begins a life. */
  void reap() {
    leases.expire(monotonicNanos);
    for (long incarnation : primary.incarnations()) {
      leases.seen(incarnation, monotonicNanos);
      if (leases.isDead(incarnation)) {
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
    moveToAnotherMember();
    rebuildBackup();
    losses++;
  }

  /** Everything is lost. */
  void burn() {
    primary = new ChannelLog();
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
    leases = new LeaseTable(); // a member judges by what it heard itself
    monotonicNanos = random.nextLong(1L << 40);
    wallMicros += random.nextLong(-500_000, 500_000);
  }

  private Context context() {
    return new Context(wallMicros, monotonicNanos, writer, random);
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
