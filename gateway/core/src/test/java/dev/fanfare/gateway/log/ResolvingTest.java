package dev.fanfare.gateway.log;

import static dev.fanfare.gateway.log.LogOnTheBench.expiring;
import static dev.fanfare.gateway.log.LogOnTheBench.texts;
import static dev.fanfare.gateway.log.LogOnTheBench.unstored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.LogQuery.History;
import dev.fanfare.gateway.log.LogQuery.HistoryReply;
import dev.fanfare.gateway.log.LogQuery.Resolve;
import dev.fanfare.gateway.log.LogQuery.Resolved;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Event.Why;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import dev.fanfare.protocol.Result.Continuity.Full;
import dev.fanfare.protocol.Result.Continuity.Gap;
import dev.fanfare.protocol.Result.Continuity.Reset;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResolvingTest {
  private static final Continuity RESET = new Reset(Why.UNKNOWN_POSITION);

  private final LogOnTheBench bench = new LogOnTheBench();

  @Test
  void nowIsTheTop() {
    bench.publish("a", "b");
    assertThat(bench.read(new Resolve(new Start.Now())))
        .isEqualTo(new Resolved(bench.top(), new Full(), bench.log.head()));
  }

  @Test
  void anEmptyLogStartsBeforeEverything() {
    for (Start start :
        List.of(
            new Start.Now(),
            new Start.After(Position.NONE),
            new Start.Last(10),
            new Start.Within(Duration.ofMinutes(1)))) {
      assertThat(bench.read(new Resolve(start)))
          .isEqualTo(new Resolved(Position.NONE, new Full(), Head.EMPTY));
    }
  }

  @Test
  void aRealPositionInAnEmptyLogIsAReset() {
    assertThat(bench.resume(new Position(5, 0)))
        .isEqualTo(new Resolved(Position.NONE, RESET, Head.EMPTY));
  }

  @Test
  void aKnownPlaceIsFullAsItIs() {
    Position first = bench.publish("a").position();
    bench.publish("b");

    assertThat(bench.resume(first).continuity()).isEqualTo(new Full());
    assertThat(bench.resume(first).position()).isEqualTo(first);
    assertThat(bench.resume(bench.top()).position()).isEqualTo(bench.top());
    assertThat(bench.resume(Position.NONE).position()).isEqualTo(Position.NONE);
    assertThat(bench.resume(new Position(first.epoch(), 0)).continuity()).isEqualTo(new Full());
  }

  @Test
  void aPlaceBeforeATrimmedMessageIsAGapAndReadingGoesOnBehindIt() {
    bench.bounds(2, 100_000, Duration.ofMinutes(2));
    Position first = bench.publish("a").position();
    bench.publish("b", "c", "d");
    Resolved resolved = bench.resume(first);

    assertThat(resolved.continuity()).isEqualTo(new Gap(2, 2));
    assertThat(resolved.position()).isEqualTo(new Position(first.epoch(), 2));
    assertThat(bench.resume(Position.NONE).continuity()).isEqualTo(new Gap(1, 2));
    assertThat(bench.resume(new Position(first.epoch(), 2)).continuity()).isEqualTo(new Full());
  }

  @Test
  void aPlaceThatThisLogNeverHadIsAReset() {
    Position first = bench.publish("a").position();

    for (Position unknown :
        List.of(
            new Position(first.epoch(), 2),
            new Position(first.epoch() + 1, 1),
            new Position(0, 1),
            new Position(first.epoch(), Long.MAX_VALUE))) {
      assertThat(bench.resume(unknown))
          .isEqualTo(new Resolved(bench.top(), RESET, bench.log.head()));
      assertThat(bench.after(unknown))
          .isEqualTo(new Slice(RESET, List.of(), 1, false, bench.log.head()));
    }
  }

  @Test
  void aPlaceOfAnEarlierEpochIsFullUntilThatEpochEnded() {
    Position last = bench.publish("a", "b").position();
    bench.writer = 2;
    bench.publish("c");

    assertThat(bench.resume(last).continuity()).isEqualTo(new Full());
    assertThat(texts(bench.after(last).entries())).containsExactly("c");
    assertThat(bench.resume(new Position(last.epoch(), 3)).continuity()).isEqualTo(RESET);
    assertThat(bench.resume(new Position(bench.top().epoch(), 1)).continuity())
        .isEqualTo(new Full());
  }

  @Test
  void theLastMessagesAreCountedAsHistoryCountsThem() {
    bench.publish("a");
    bench.publish(expiring("b", Duration.ofSeconds(1)));
    bench.enter("alice", "x");
    bench.publish("c");
    bench.publish(unstored("d"));
    bench.advance(Duration.ofSeconds(1));

    assertThat(replay(new Start.Last(1))).containsExactly("c", "d");
    assertThat(replay(new Start.Last(2))).containsExactly("a", "ENTER alice", "c", "d");
    assertThat(replay(new Start.Last(99))).containsExactly("a", "ENTER alice", "c", "d");
    assertThat(replay(new Start.Last(0))).isEmpty();
  }

  @Test
  void theLastMessagesAreNeverAGap() {
    bench.bounds(2, 100_000, Duration.ofMinutes(2));
    bench.publish("a", "b", "c");
    Resolved resolved = bench.read(new Resolve(new Start.Last(10)));

    assertThat(resolved.continuity()).isEqualTo(new Full());
    assertThat(resolved.position().offset()).isEqualTo(1);
    assertThat(bench.after(resolved.position()).continuity()).isEqualTo(new Full());
  }

  @Test
  void whatCameWithinATimeIsReplayed() {
    bench.publish("a");
    bench.advance(Duration.ofSeconds(10));
    bench.publish("b");
    bench.advance(Duration.ofSeconds(10));

    assertThat(replay(new Start.Within(Duration.ofSeconds(10)))).containsExactly("b");
    assertThat(replay(new Start.Within(Duration.ofSeconds(20)))).containsExactly("a", "b");
    assertThat(replay(new Start.Within(Duration.ofDays(9)))).containsExactly("a", "b");
    assertThat(replay(new Start.Within(Duration.ofSeconds(9)))).isEmpty();
  }

  @Test
  void aSliceHoldsSoManyEntriesAndSoManyBytesButAtLeastOne() {
    bench.publish("a", "b", "c");
    Slice two = bench.read(new LogQuery.After(Position.NONE, 2, 100_000));
    Slice tiny = bench.read(new LogQuery.After(Position.NONE, 100, 1));
    Slice none = bench.read(new LogQuery.After(Position.NONE, 0, 0));

    assertThat(texts(two.entries())).containsExactly("a", "b");
    assertThat(two.more()).isTrue();
    assertThat(two.endOffset()).isEqualTo(2);
    assertThat(texts(tiny.entries())).containsExactly("a");
    assertThat(texts(none.entries())).containsExactly("a");
  }

  @Test
  void aSliceCoversTheHolesBehindItsLastEntry() {
    bench.bounds = new Bounds(10, 100_000, Duration.ofMinutes(2), 0, 0, false, 100);
    bench.publish("a");
    bench.enter("alice", "x");
    bench.publish("b");
    Slice slice = bench.read(new LogQuery.After(Position.NONE, 1, 100_000));

    assertThat(slice.endOffset()).isEqualTo(2);
    assertThat(slice.more()).isTrue();
  }

  @Test
  void historyIsReadInPagesInBothDirections() {
    bench.publish("a", "b", "c", "d", "e");
    HistoryReply newest = history(Optional.empty(), Direction.BACKWARDS, 2);
    HistoryReply older = history(newest.next(), Direction.BACKWARDS, 2);
    HistoryReply oldest = history(older.next(), Direction.BACKWARDS, 2);

    assertThat(texts(newest.entries())).containsExactly("e", "d");
    assertThat(texts(older.entries())).containsExactly("c", "b");
    assertThat(texts(oldest.entries())).containsExactly("a");
    assertThat(oldest.next()).isEmpty();

    HistoryReply first = history(Optional.empty(), Direction.FORWARDS, 3);
    HistoryReply second = history(first.next(), Direction.FORWARDS, 2);
    assertThat(texts(first.entries())).containsExactly("a", "b", "c");
    assertThat(texts(second.entries())).containsExactly("d", "e");
    assertThat(second.next()).isEmpty();
  }

  @Test
  void historyNextToAnUnknownPlaceIsEmpty() {
    bench.publish("a");
    HistoryReply reply = history(Optional.of(new Position(1, 1)), Direction.FORWARDS, 10);

    assertThat(reply).isEqualTo(new HistoryReply(List.of(), Optional.empty()));
  }

  private HistoryReply history(Optional<Position> from, Direction direction, int limit) {
    return bench.read(new History(from, direction, limit));
  }

  private List<String> replay(Start start) {
    return texts(bench.after(bench.read(new Resolve(start)).position()).entries());
  }
}
