package dev.fanfare.gateway.log;

import static dev.fanfare.gateway.log.LogOnTheBench.known;
import static dev.fanfare.gateway.log.LogOnTheBench.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.gateway.log.LogChange.Occupy;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity.Full;
import dev.fanfare.protocol.Result.Continuity.Gap;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackupTest {
  private final LogOnTheBench bench = new LogOnTheBench();
  private final ChannelLog backup = new ChannelLog();

  @Property(tries = 300)
  void aBackupThatGetsEveryDeltaIsEqualAfterEachOfThem(@ForAll long seed) {
    RandomChanges changes = new RandomChanges(new Random(seed));
    ChannelLog copy = new ChannelLog();
    for (int i = 0; i < 80; i++) {
      changes.next();
      assertThat(follow(copy, Delta.ofBytes(changes.bench.delta.bytes()))).isTrue();
      assertThat(follow(copy, changes.bench.delta)).as("once more").isTrue();
      assertEqual(copy, changes.bench.log);
    }
  }

  @Property(tries = 200)
  void aRestoredLogGoesOnAsTheOneThatWasSaved(@ForAll long seed) {
    RandomChanges changes = new RandomChanges(new Random(seed));
    for (int i = 0; i < 40; i++) {
      changes.next();
    }
    byte[] saved = changes.bench.log.snapshot();
    changes.bench.log = ChannelLog.restore(saved);

    assertThat(changes.bench.log.snapshot()).isEqualTo(saved);
    ChannelLog copy = ChannelLog.restore(saved);
    for (int i = 0; i < 40; i++) {
      changes.next();
      assertThat(follow(copy, changes.bench.delta)).isTrue();
    }
    assertEqual(copy, changes.bench.log);
  }

  @Property(tries = 500)
  void bytesThatAreNoSnapshotOrDeltaAreRefusedCleanly(
      @ForAll long seed, @ForAll @IntRange(max = 1_000_000) int where, @ForAll byte value) {
    RandomChanges changes = new RandomChanges(new Random(seed % 5));
    for (int i = 0; i < 30; i++) {
      changes.next();
    }
    byte[] snapshot = changes.bench.log.snapshot();
    byte[] delta = changes.bench.delta.bytes();
    snapshot[where % snapshot.length] = value;
    delta[where % delta.length] = value;
    refuseOr(() -> ChannelLog.restore(snapshot));
    refuseOr(() -> Delta.ofBytes(delta));
    refuseOr(() -> ChannelLog.restore(Arrays.copyOf(snapshot, where % snapshot.length)));
    refuseOr(() -> Delta.ofBytes(Arrays.copyOf(delta, where % delta.length)));
  }

  @Test
  void aBackupThatMissedADeltaKeepsWhatItHasAndFollowsNoMore() {
    bench.publish("a");
    assertThat(follow(backup, bench.delta)).isTrue();
    bench.publish("b");
    Delta missed = bench.delta;
    bench.publish("c");

    assertThat(follow(backup, bench.delta)).isFalse();
    assertThat(backup.head().top().offset()).isEqualTo(1);
    assertThat(follow(backup, missed)).isFalse();
    assertThat(ChannelLog.restore(bench.log.snapshot()).head()).isEqualTo(bench.log.head());
  }

  @Test
  void aDeltaThatComesTwiceChangesNothing() {
    bench.append(plain("a"), known("id", "b"));
    Delta append = bench.delta;
    bench.enter("alice", "x");
    Delta enter = bench.delta;
    bench.apply(new Occupy(1, 2));
    Delta occupy = bench.delta;
    for (Delta delta : List.of(append, append, enter, append, enter, occupy, Delta.NONE, occupy)) {
      assertThat(follow(backup, delta)).isTrue();
    }

    assertEqual(backup, bench.log);
  }

  @Test
  void aRepeatedIdShipsItsEntryAgainToABackupThatMissedIt() {
    bench.publish("a");
    follow(backup, bench.delta);
    bench.publishOnce("id", "b");
    bench.publishOnce("id", "b");

    assertThat(follow(backup, bench.delta)).isTrue();
    assertEqual(backup, bench.log);
  }

  @Test
  void aRepeatedIdWhoseEntryIsGoneIsConfirmedByThoseOnlyWhoHadIt() {
    bench.bounds(1, 100_000, Duration.ofMinutes(2));
    bench.publishOnce("id", "a");
    follow(backup, bench.delta);
    ChannelLog poorer = new ChannelLog();
    bench.publish("b");
    follow(backup, bench.delta);
    bench.publishOnce("id", "a");

    assertThat(follow(backup, bench.delta)).isTrue();
    assertThat(follow(poorer, bench.delta)).isFalse();
  }

  @Test
  void anUnchangedPresenceShipsItsEntryAgain() {
    bench.enter("alice", "x");
    bench.enter("alice", "alice-1", 200, "x");

    assertThat(follow(backup, bench.delta)).isTrue();
    assertThat(backup.presenceMembers()).isEqualTo(1);
    assertThat(backup.head()).isEqualTo(bench.log.head());
  }

  @Test
  void aRepeatedLeaveIsNotConfirmedByWhoMissedTheFirst() {
    bench.enter("alice", "x");
    follow(backup, bench.delta);
    bench.leave("alice");
    bench.leave("alice");

    assertThat(follow(backup, bench.delta)).isFalse();
  }

  @Test
  void aBackupThatTookOverBeginsAnEpochAndKnowsTheIdsAndAges() {
    Position acknowledged = bench.publishOnce("id", "a").position();
    follow(backup, bench.delta);
    bench.publish("lost");
    Position lost = bench.top();
    bench.log = backup;
    bench.writer = 2;
    bench.monotonicNanos = -77;
    bench.wallMicros += Duration.ofMinutes(1).toNanos() / 1_000;

    assertThat(bench.publishOnce("id", "a").position()).isEqualTo(acknowledged);
    Position other = bench.publish("b").position();
    assertThat(other.offset()).isEqualTo(2);
    assertThat(other.epoch()).isNotEqualTo(acknowledged.epoch());
    assertThat(bench.resume(acknowledged).continuity()).isEqualTo(new Full());
    assertThat(bench.log.head().knows(lost)).isFalse();

    bench.advance(Duration.ofMinutes(1));
    assertThat(bench.resume(Position.NONE).continuity()).isEqualTo(new Gap(1, 1));
  }

  @Test
  void aDeltaOfAnotherHistoryIsNotConfirmed() {
    bench.publish("a");
    follow(backup, bench.delta);
    LogOnTheBench other = new LogOnTheBench();
    other.publish("so that chance goes on");
    other.log = new ChannelLog();
    other.publish("b");

    assertThat(follow(backup, other.delta)).isFalse();
    assertEqual(backup, bench.log);
  }

  @Test
  void aTornBackupThatTakesOverFollowsAgain() {
    bench.publish("a");
    follow(backup, bench.delta);
    bench.publish("b", "c");
    assertThat(follow(backup, bench.delta)).isFalse();
    bench.log = backup;
    bench.writer = 2;
    bench.publish("d");

    assertThat(bench.top().offset()).isEqualTo(2);
    assertThat(follow(backup, bench.delta)).isTrue();
  }

  @Test
  void bytesOfAnotherVersionAreRefused() {
    byte[] snapshot = bench.log.snapshot();
    snapshot[0] = 9;
    byte[] delta = Delta.NONE.bytes();
    delta[0] = 9;

    assertThatThrownBy(() -> ChannelLog.restore(snapshot))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Delta.ofBytes(delta)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Delta.ofBytes(Delta.NONE.bytes()).isNone()).isTrue();
    assertThat(List.of(Delta.NONE.isNone(), bench.delta.isNone())).containsOnly(true);
  }

  @Test
  void aBackupThatTakesOverCountsAgesByItsOwnTimeHoweverFarTheWallClocksAreApart() {
    for (Duration ahead : List.of(Duration.ofMinutes(10), Duration.ofMinutes(-10))) {
      LogOnTheBench first = new LogOnTheBench();
      LogOnTheBench second = new LogOnTheBench();
      second.writer = 2;
      second.monotonicNanos = -77;
      second.wallMicros += ahead.toNanos() / 1_000;
      first.publishOnce("id", "a");
      assertThat(second.log.follow(first.delta, second.context())).isTrue();

      second.advance(Duration.ofSeconds(90));
      assertThat(second.history()).containsExactly("a");
      second.publishOnce("id", "a");
      second.publish("b");
      assertThat(second.history()).containsExactly("a", "b");
      second.advance(Duration.ofSeconds(30));
      assertThat(second.history()).containsExactly("b");
    }
  }

  @Test
  void aCopyThatMovesTakesItsAgeAlongHoweverFarTheWallClocksAreApart() {
    for (Duration ahead : List.of(Duration.ofMinutes(10), Duration.ofMinutes(-10))) {
      LogOnTheBench first = new LogOnTheBench();
      LogOnTheBench second = new LogOnTheBench();
      second.writer = 2;
      second.monotonicNanos = -77;
      second.wallMicros += ahead.toNanos() / 1_000;
      first.publish("a");
      first.advance(Duration.ofSeconds(90));
      second.log = ChannelLog.restore(first.log.snapshot(first.context()));
      second.log.arrive(second.context());

      second.advance(Duration.ofSeconds(29));
      assertThat(second.history()).containsExactly("a");
      second.advance(Duration.ofSeconds(1));
      assertThat(second.history()).isEmpty();
    }
  }

  @Test
  void anOldDeltaThatComesAgainMakesNothingYounger() {
    bench.publish("a");
    Delta old = bench.delta;
    follow(backup, old);
    bench.advance(Duration.ofMinutes(1));
    bench.publish("b");
    follow(backup, bench.delta);
    bench.advance(Duration.ofMinutes(1));
    follow(backup, old);
    bench.log = backup;

    assertThat(bench.history()).containsExactly("b");
  }

  /** Another member than the bench's, at the same time. */
  private boolean follow(ChannelLog copy, Delta delta) {
    return copy.follow(delta, bench.context());
  }

  private static void assertEqual(ChannelLog copy, ChannelLog log) {
    assertThat(Arrays.equals(copy.snapshot(), log.snapshot())).as("equal snapshots").isTrue();
  }

  private static void refuseOr(Runnable reading) {
    try {
      reading.run();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).isNotNull();
    }
  }
}
