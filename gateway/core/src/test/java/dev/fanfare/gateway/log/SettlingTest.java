package dev.fanfare.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.LogChange.ForgetFacts;
import dev.fanfare.gateway.log.LogChange.Occupy;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which facts may be told, and when. */
class SettlingTest {
  private static final Duration ALMOST = Duration.ofMillis(2_999);
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final long[] WALL_CLOCKS_APART = {600_000_000, -600_000_000};

  private final LogOnTheBench bench = new LogOnTheBench();

  @Test
  void aDepartureIsToldWhenNobodyCameBackForThreeSeconds() {
    bench.enter("alice", "x");
    bench.leave("alice");
    assertThat(names()).containsExactly("MemberAdded");
    bench.advance(ALMOST);
    assertThat(names()).containsExactly("MemberAdded");
    bench.advance(MOMENT);
    assertThat(names()).containsExactly("MemberAdded", "MemberRemoved");
  }

  @Test
  void whoReturnsInTimeWasNeverAway() {
    bench.enter("alice", "x");
    bench.apply(new Occupy(1, 1));
    bench.leave("alice");
    bench.apply(new Occupy(1, 0));
    bench.advance(ALMOST);
    bench.enter("alice", "x");
    bench.apply(new Occupy(1, 1));
    bench.advance(Duration.ofSeconds(10));

    assertThat(names())
        .filteredOn(name -> !name.equals("Subscribers"))
        .containsExactly("MemberAdded", "Occupied");
  }

  @Test
  void whoReturnsLaterLeftAndCame() {
    bench.enter("alice", "x");
    bench.leave("alice");
    bench.advance(Duration.ofSeconds(3));
    bench.enter("alice", "x");

    assertThat(names()).containsExactly("MemberAdded", "MemberRemoved", "MemberAdded");
  }

  @Test
  void anotherMembersReturnTakesNothingBack() {
    bench.enter("alice", "x");
    bench.leave("alice");
    bench.enter("bob", "x");
    assertThat(names()).containsExactly("MemberAdded");
    bench.advance(Duration.ofSeconds(3));

    assertThat(names()).containsExactly("MemberAdded", "MemberRemoved", "MemberAdded");
  }

  @Test
  void aWallClockThatJumpsSettlesNothingAndKeepsNothingWaiting() {
    for (long jumpMicros : WALL_CLOCKS_APART) {
      LogOnTheBench one = new LogOnTheBench();
      one.enter("alice", "x");
      one.leave("alice");
      one.wallMicros += jumpMicros;
      assertThat(names(one)).containsExactly("MemberAdded");
      one.advance(Duration.ofSeconds(3));
      assertThat(names(one)).containsExactly("MemberAdded", "MemberRemoved");
    }
  }

  @Test
  void whoTakesOverLetsADepartureSettleByItsOwnTimeHoweverFarTheWallClocksAreApart() {
    for (long apartMicros : WALL_CLOCKS_APART) {
      LogOnTheBench owner = new LogOnTheBench();
      LogOnTheBench backup = another(apartMicros);
      owner.enter("alice", "x");
      assertThat(backup.log.follow(owner.delta, backup.context())).isTrue();
      owner.leave("alice");
      assertThat(backup.log.follow(owner.delta, backup.context())).isTrue();

      backup.advance(ALMOST);
      assertThat(names(backup)).containsExactly("MemberAdded");
      backup.advance(MOMENT);
      assertThat(names(backup)).containsExactly("MemberAdded", "MemberRemoved");
    }
  }

  @Test
  void whoReturnsToTheNextOwnerInTimeWasNeverAway() {
    for (long apartMicros : WALL_CLOCKS_APART) {
      LogOnTheBench next = movedAfterADeparture(Duration.ofSeconds(1), apartMicros);
      next.advance(Duration.ofSeconds(1));
      next.enter("alice", "x");
      next.advance(Duration.ofSeconds(10));

      assertThat(names(next)).containsExactly("MemberAdded");
    }
  }

  @Test
  void aDepartureThatMovedTakesItsAgeAlong() {
    for (long apartMicros : WALL_CLOCKS_APART) {
      LogOnTheBench next = movedAfterADeparture(Duration.ofSeconds(2), apartMicros);

      next.advance(Duration.ofMillis(999));
      assertThat(names(next)).containsExactly("MemberAdded");
      next.advance(MOMENT);
      assertThat(names(next)).containsExactly("MemberAdded", "MemberRemoved");
    }
  }

  @Test
  void largeClientEventsAreBoundedByTheirBytes() {
    Draft large =
        Draft.of(Payload.text("x".repeat(1 << 20)))
            .sentBy(new Draft.Sender(Optional.empty(), Optional.of(new ConnectionId("c1"))))
            .named("client-x");
    for (int i = 0; i < 6; i++) {
      bench.append(new Submission(large, Optional.empty(), true));
    }

    assertThat(settled()).hasSize(4);
    assertThat(bench.log.factsDropped()).isEqualTo(2);
  }

  @Test
  void aLogWithWaitingFactsIsNotRemovable() {
    bench.apply(new Occupy(1, 1));
    bench.apply(new Occupy(1, 0));
    bench.advance(Duration.ofHours(1));
    assertThat(bench.apply(new LogChange.Sweep()).removable()).isFalse();
    bench.apply(new ForgetFacts(Long.MAX_VALUE));

    assertThat(bench.apply(new LogChange.Sweep()).removable()).isTrue();
  }

  /** Alice came and left; so long afterwards another member owns the log. */
  private static LogOnTheBench movedAfterADeparture(Duration since, long apartMicros) {
    LogOnTheBench owner = new LogOnTheBench();
    LogOnTheBench next = another(apartMicros);
    owner.enter("alice", "x");
    owner.leave("alice");
    owner.advance(since);
    next.log = ChannelLog.restore(owner.log.snapshot(owner.context()));
    next.log.arrive(next.context());
    return next;
  }

  /** Another member, with a monotonic clock of its own. */
  private static LogOnTheBench another(long apartMicros) {
    LogOnTheBench other = new LogOnTheBench();
    other.writer = 2;
    other.monotonicNanos = -77;
    other.wallMicros += apartMicros;
    return other;
  }

  private List<Fact> settled() {
    return settled(bench);
  }

  private static List<Fact> settled(LogOnTheBench one) {
    return one.read(new LogQuery.SettledFacts(100)).facts();
  }

  private List<String> names() {
    return names(bench);
  }

  private static List<String> names(LogOnTheBench one) {
    return settled(one).stream().map(fact -> fact.getClass().getSimpleName()).toList();
  }
}
