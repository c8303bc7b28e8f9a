package dev.fanfare.gateway.log;

import static dev.fanfare.gateway.log.LogOnTheBench.expiring;
import static dev.fanfare.gateway.log.LogOnTheBench.texts;
import static dev.fanfare.gateway.log.LogOnTheBench.unstored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.LogChange.Sweep;
import dev.fanfare.gateway.log.LogQuery.Status;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity.Full;
import dev.fanfare.protocol.Result.Continuity.Gap;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private final LogOnTheBench bench = new LogOnTheBench();

  @Test
  void onlySoManyMessagesAreKept() {
    bench.bounds(2, 100_000, Duration.ofMinutes(2));
    bench.publish("a", "b", "c");

    assertThat(bench.history()).containsExactly("b", "c");
    assertThat(bench.after(Position.NONE).continuity()).isEqualTo(new Gap(1, 1));
  }

  @Test
  void onlySoManyBytesAreKept() {
    int bytes = bench.publish("12345").entry().orElseThrow().bytes().length;
    bench.bounds(100, bytes * 2, Duration.ofMinutes(2));
    bench.publish("23456", "34567");

    assertThat(bench.history()).containsExactly("23456", "34567");
  }

  @Test
  void aMessageThatIsTooOldIsNotReadEvenBeforeItIsTrimmed() {
    bench.publish("a");
    bench.advance(Duration.ofMinutes(1));
    Position second = bench.publish("b").position();
    bench.advance(Duration.ofMinutes(1));

    assertThat(bench.history()).containsExactly("b");
    assertThat(bench.after(Position.NONE).continuity()).isEqualTo(new Gap(1, 1));
    assertThat(texts(bench.after(Position.NONE).entries())).containsExactly("b");
    assertThat(bench.after(second).continuity()).isEqualTo(new Full());
  }

  @Test
  void aSweepTrimsWhatIsTooOld() {
    bench.publish("a", "b");
    int full = bench.log.snapshot().length;
    bench.advance(Duration.ofMinutes(3));
    bench.apply(new Sweep());

    assertThat(bench.log.snapshot().length).isLessThan(full - 50);
    assertThat(bench.after(Position.NONE).continuity()).isEqualTo(new Gap(1, 2));
  }

  @Test
  void presenceNeverPushesMessagesOutNorMessagesPresence() {
    bench.bounds = new Bounds(2, 100_000, Duration.ofMinutes(2), 2, 0, false, 100);
    bench.publish("a", "b");
    for (int i = 0; i < 5; i++) {
      bench.enter("client" + i, "x");
    }

    assertThat(bench.history()).containsExactly("a", "b");
    Slice slice = bench.after(Position.NONE);
    assertThat(slice.continuity()).isEqualTo(new Full());
    assertThat(texts(slice.entries())).containsExactly("a", "b", "ENTER client3", "ENTER client4");
    assertThat(bench.log.presenceMembers()).isEqualTo(5);
  }

  @Test
  void trimmedPresenceIsNoGap() {
    bench.bounds = new Bounds(10, 100_000, Duration.ofMinutes(2), 0, 0, false, 100);
    Position first = bench.publish("a").position();
    bench.enter("alice", "x");
    Slice slice = bench.after(first);

    assertThat(slice.continuity()).isEqualTo(new Full());
    assertThat(slice.entries()).isEmpty();
    assertThat(slice.endOffset()).isEqualTo(2);
    assertThat(slice.more()).isFalse();
  }

  @Test
  void anExpiredMessageIsAHoleAndNoLoss() {
    Position first = bench.publish("a").position();
    bench.publish(expiring("b", Duration.ofSeconds(5)));
    bench.publish("c");
    bench.advance(Duration.ofMillis(4_999));
    assertThat(bench.history()).containsExactly("a", "b", "c");

    bench.advance(Duration.ofMillis(1));
    assertThat(bench.history()).containsExactly("a", "c");
    assertThat(bench.after(first).continuity()).isEqualTo(new Full());
    assertThat(texts(bench.after(first).entries())).containsExactly("c");
  }

  @Test
  void anExpiredMessageThatIsTrimmedIsNoLoss() {
    bench.bounds(2, 100_000, Duration.ofMinutes(2));
    bench.publish(expiring("a", Duration.ofSeconds(5)));
    bench.advance(Duration.ofSeconds(5));
    bench.publish("b", "c");

    assertThat(bench.after(Position.NONE).continuity()).isEqualTo(new Full());
  }

  @Test
  void whatIsNotToBeStoredIsReplayedButNotHistory() {
    bench.publish(unstored("a"));

    assertThat(bench.history()).isEmpty();
    assertThat(texts(bench.after(Position.NONE).entries())).containsExactly("a");
    assertThat(bench.read(new Status()).last()).isEmpty();
  }

  @Test
  void theLastMessageOutlivesTheHistoryWhenItIsToBeKept() {
    bench.bounds = new Bounds(10, 100_000, Duration.ofMinutes(2), 0, 0, true, 0);
    bench.publish("a", "b");
    bench.publish(unstored("c"));
    bench.advance(Duration.ofMinutes(3));

    assertThat(lastText()).containsExactly("b");
    bench.apply(new Sweep());
    assertThat(lastText()).containsExactly("b");
    assertThat(bench.history()).isEmpty();
    assertThat(bench.log.isEmpty()).isFalse();
  }

  @Test
  void theLastMessageIsTheNewestOfTheHistoryOtherwise() {
    assertThat(bench.read(new Status()).last()).isEmpty();
    bench.publish("a", "b");
    assertThat(lastText()).containsExactly("b");

    bench.advance(Duration.ofMinutes(3));
    assertThat(bench.read(new Status()).last()).isEmpty();
  }

  @Test
  void aKeptLastMessageEndsWithItsTimeToLive() {
    bench.bounds = new Bounds(1, 100_000, Duration.ofSeconds(1), 0, 0, true, 0);
    bench.publish(expiring("a", Duration.ofSeconds(5)));
    bench.advance(Duration.ofSeconds(4));
    bench.apply(new Sweep());
    assertThat(lastText()).containsExactly("a");

    bench.advance(Duration.ofSeconds(1));
    assertThat(bench.read(new Status()).last()).isEmpty();
    bench.apply(new Sweep());
    assertThat(bench.log.isEmpty()).isTrue();
  }

  @Test
  void withBoundsOfNothingNothingIsKeptAndEverybodyIsTold() {
    bench.bounds = new Bounds(0, 0, Duration.ZERO, 0, 0, false, 0);
    bench.publish("a", "b");

    assertThat(bench.after(Position.NONE).continuity()).isEqualTo(new Gap(1, 2));
    assertThat(bench.after(bench.top()).continuity()).isEqualTo(new Full());
  }

  @Test
  void aLogIsRemovableWhenNothingWasInItForAWholeWindow() {
    bench.publishOnce("id", "a");
    bench.apply(new LogChange.Occupy(1, 1));
    bench.advance(Duration.ofMinutes(30));
    assertThat(isRemovable()).isFalse();

    bench.apply(new LogChange.Occupy(1, 0));
    assertThat(isRemovable()).isFalse();
    factsAreTaken();
    bench.advance(Duration.ofMinutes(5).minusMillis(1));
    assertThat(isRemovable()).isFalse();
    bench.advance(Duration.ofMillis(1));
    assertThat(isRemovable()).isTrue();
  }

  @Test
  void aPositionIsGoodForAWholeWindowAfterTheLastEntryIsGone() {
    Position position = bench.publish("a").position();
    bench.advance(Duration.ofMinutes(2 + 5).minusMillis(1));

    assertThat(isRemovable()).isFalse();
    assertThat(bench.resume(position).continuity()).isEqualTo(new Full());
    bench.advance(Duration.ofMillis(1));
    assertThat(isRemovable()).isTrue();
  }

  @Test
  void presenceAndAKeptMessageHoldALog() {
    bench.enter("alice", "x");
    bench.advance(Duration.ofHours(1));
    assertThat(isRemovable()).isFalse();
    bench.leave("alice");
    bench.advance(Duration.ofHours(1));
    assertThat(isRemovable()).as("facts hold it too").isFalse();
    factsAreTaken();
    assertThat(isRemovable()).isTrue();

    bench.bounds = new Bounds(1, 100_000, Duration.ofSeconds(1), 0, 0, true, 0);
    bench.publish("kept");
    bench.advance(Duration.ofHours(1));
    assertThat(isRemovable()).isFalse();
  }

  private void factsAreTaken() {
    bench.apply(new LogChange.ForgetFacts(Long.MAX_VALUE));
  }

  @Test
  void aLogThatWasNeverUsedIsRemovableAtOnce() {
    bench.leave("nobody");
    assertThat(isRemovable()).isTrue();
  }

  private boolean isRemovable() {
    return bench.apply(new Sweep()).removable();
  }

  private java.util.List<String> lastText() {
    return texts(bench.read(new Status()).last().stream().toList());
  }
}
