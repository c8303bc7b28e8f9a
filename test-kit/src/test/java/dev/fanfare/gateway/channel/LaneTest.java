package dev.fanfare.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.protocol.Command.PresenceView;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.UsageCell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * One loop's subscribers of a channel: what they get, and what happens when they do not keep up.
 */
class LaneTest {
  private static final String LARGE = "x".repeat(60_000);

  private final Studio studio = new Studio();

  @AfterEach
  void noFrameIsLeft() {
    assertThat(studio.framing.alive()).isZero();
  }

  @Test
  void everyMemberOfEveryLoopGetsEveryMessage() {
    List<Listener> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(studio.listener("l" + i, i % 2 == 0 ? studio.one : studio.two).joins());
    }
    studio.publish("a");
    studio.publish("b");
    studio.settle();

    for (Listener listener : all) {
      assertThat(listener.heard()).containsExactly("epoch 0", "msg 1 a", "msg 2 b");
      assertThat(listener.answers).hasSize(1);
    }
  }

  @Test
  void whatSocketsTakeAtOnceIsCountedAndWhatTheyDoNotIsLeftToThem() {
    studio.listener("a", studio.one).joins();
    studio.listener("b", studio.one).joins();
    studio.listener("c", studio.two).joins();
    Listener deaf = studio.listener("d", studio.one).joins();
    studio.settle();
    deaf.stopsReading();
    studio.publish("x");
    studio.settle();
    studio.publish("y");
    studio.settle();

    UsageCell counted = studio.meter.drain().get(0);
    assertThat(counted.delivered()).isEqualTo(6);
    // The beginning of the epoch was joined with the first message.
    assertThat(counted.deliveredBytes()).isEqualTo(3L * "epoch 0msg 1 xmsg 2 y".length());
  }

  @Test
  void whateverWaitsIsWrittenAtOnceAndInOrder() {
    Listener listener = studio.listener("l", studio.one).joins();
    IntStream.rangeClosed(1, 100).forEach(i -> studio.publish("m"));
    assertThat(listener.heard()).isEmpty();
    studio.settle();

    assertThat(listener.messages())
        .isEqualTo(IntStream.rangeClosed(1, 100).mapToObj(i -> "msg " + i + " m").toList());
  }

  /** A round over many members takes several turns, in which members come and go. */
  @Test
  void aCrowdThatChangesWhileItIsWrittenToGetsEveryMessageOnceAndInOrder() {
    Random random = new Random(11);
    List<Listener> crowd = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      crowd.add(studio.listener("l" + i, studio.one).joins());
    }
    List<Listener> gone = new ArrayList<>();
    for (int message = 1; message <= 40; message++) {
      studio.publish("m");
      for (int i = 0; i < random.nextInt(60); i++) {
        Listener leaver = crowd.remove(random.nextInt(crowd.size()));
        leaver.leaves();
        gone.add(leaver);
      }
      for (int i = 0; i < random.nextInt(30); i++) {
        crowd.add(studio.listener("n" + message + "-" + i, studio.one).asks(new Start.Now()));
      }
      studio.one.runTurn();
    }
    studio.settle();

    for (Listener listener : crowd) {
      List<Integer> heard = numbers(listener);
      assertThat(heard).isEqualTo(from(heard, 40));
    }
    for (Listener listener : gone) {
      List<Integer> heard = numbers(listener);
      assertThat(heard).isEqualTo(from(heard, heard.isEmpty() ? 0 : heard.get(heard.size() - 1)));
    }
  }

  private static List<Integer> numbers(Listener listener) {
    return listener.messages().stream()
        .map(message -> Integer.valueOf(message.split(" ", -1)[1]))
        .toList();
  }

  /** All numbers from the first of these to another. */
  private static List<Integer> from(List<Integer> numbers, int last) {
    int first = numbers.isEmpty() ? last + 1 : numbers.get(0);
    return IntStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  void whoeverIsToldAloneHearsTheSameInTheSameOrder() {
    Listener shared = studio.listener("s", studio.one).joins();
    Listener alone = studio.listener("a", studio.one).hearsAlone().joins();
    studio.publish("x");
    studio.publish("y");
    Listener late = studio.listener("l", studio.two).hearsAlone().joins(new Start.Last(1));
    studio.publish("z");
    studio.settle();

    assertThat(alone.heard())
        .isEqualTo(shared.heard().stream().map(line -> "a: " + line).toList())
        .contains("a: msg 1 x", "a: msg 3 z");
    assertThat(late.heard()).contains("l: msg 2 y", "l: msg 3 z").doesNotContain("l: msg 1 x");
  }

  @Test
  void whoeverIsToldAloneAndDoesNotReadLeavesForTheLogAndLosesNothing() {
    Listener alone = studio.listener("a", studio.one).hearsAlone().pulls(200_000).joins();
    alone.stopsReading();
    IntStream.rangeClosed(1, 20).forEach(i -> studio.publish(LARGE));
    studio.settle();
    assertThat(alone.waitingBytes()).isLessThan(300_000);

    alone.reads();

    assertThat(alone.heard().stream().filter(line -> line.startsWith("a: msg "))).hasSize(20);
  }

  @Test
  void whoeverLeftHearsNothingOfWhatWaited() {
    Listener listener = studio.listener("l", studio.one).joins();
    Listener other = studio.listener("o", studio.one).joins();
    studio.publish("a");
    listener.leaves();
    studio.publish("b");
    studio.settle();

    assertThat(listener.heard()).isEmpty();
    assertThat(other.messages()).containsExactly("msg 1 a", "msg 2 b");
  }

  @Test
  void theOneWhomAMessageIsNotForIsToldToSkipIt() {
    Listener alice = studio.listener("alice", studio.one).joins();
    Listener bob = studio.listener("bob", studio.one).joins();
    studio.publish("a");
    studio.publish(Draft.of(Payload.text("b")).exceptFor(new ConnectionId("alice")));
    studio.publish("c");
    studio.settle();

    assertThat(alice.heard()).containsExactly("epoch 0", "msg 1 a", "skip 2", "msg 3 c");
    assertThat(bob.heard()).containsExactly("epoch 0", "msg 1 a", "msg 2 b", "msg 3 c");
  }

  @Test
  void aReaderThatIsTooSlowIsClosedWhereItsPolicySaysSo() {
    Listener slow = studio.listener("slow", studio.one).closesAt(100_000).joins();
    Listener quick = studio.listener("quick", studio.one).closesAt(100_000).joins();
    slow.stopsReading();
    for (int i = 0; i < 3; i++) {
      studio.publish(LARGE);
      studio.settle();
    }

    assertThat(slow.isTooSlow()).isTrue();
    assertThat(slow.messages()).hasSize(1);
    assertThat(quick.isTooSlow()).isFalse();
    assertThat(quick.messages()).hasSize(3);
  }

  @Test
  void aSlowReaderThatPullsLeavesCatchesUpAndJoinsAgainWithoutLossOrRepetition() {
    Listener slow = studio.listener("slow", studio.one).pulls(200_000).joins();
    studio.publish("first");
    studio.settle();
    slow.stopsReading();
    for (int i = 0; i < 20; i++) {
      studio.publish(LARGE);
      studio.settle();
      assertThat(slow.waitingBytes()).isLessThanOrEqualTo(200_000);
    }
    for (int i = 0; i < 200; i++) {
      slow.reads(30_000);
      assertThat(slow.waitingBytes()).isLessThanOrEqualTo(300_000);
    }
    slow.reads();
    studio.publish("last");
    studio.settle();
    List<String> heard = slow.heard();

    assertThat(offsets(heard)).isEqualTo("1-22");
    assertThat(heard).anyMatch(it -> it.startsWith("lag ")).contains("msg 22 last", "live 21");
    assertThat(slow.isTooSlow()).isFalse();
  }

  @Test
  void aPullingReaderThatStopsForGoodCostsAPositionAndNothingElse() {
    Listener slow = studio.listener("slow", studio.one).pulls(100_000).joins();
    slow.stopsReading();
    for (int i = 0; i < 500; i++) {
      studio.publish(LARGE);
      studio.settle();
    }

    assertThat(slow.waitingBytes()).isLessThanOrEqualTo(100_000);
    assertThat(studio.framing.alive()).isZero();
  }

  @Test
  void aPullingReaderThatFallsOutOfTheWindowIsToldTheGap() {
    studio.keeps(5);
    Listener slow = studio.listener("slow", studio.one).pulls(100_000).joins();
    slow.stopsReading();
    for (int i = 0; i < 20; i++) {
      studio.publish(LARGE);
      studio.settle();
    }
    slow.reads();
    List<String> heard = slow.heard();

    assertThat(offsets(heard)).isEqualTo("1,16-20");
    assertThat(heard).contains("gap 2-15", "live 20");
  }

  @Test
  void aLoopThatStandsStillCostsABoundedQueueAndNobodyAMessage() {
    Listener a = studio.listener("a", studio.one).joins();
    Listener b = studio.listener("b", studio.one).pulls(1 << 20).joins();
    Listener other = studio.listener("o", studio.two).joins();
    theChannelBegins();
    long most = 0;
    for (int i = 0; i < 200; i++) {
      studio.publish(LARGE);
      studio.two.runAll();
      most = Math.max(most, studio.framing.alive());
    }
    assertThat(most).isLessThan(Lane.MAX_QUEUED_BYTES / LARGE.length() + 3);
    studio.settle();
    studio.publish("after");
    studio.settle();

    assertThat(offsets(other.heard())).isEqualTo("1-202");
    assertThat(offsets(a.heard())).isEqualTo("1-202");
    assertThat(offsets(b.heard())).isEqualTo("1-202");
  }

  @Test
  void whoeverJoinsWhileALoopStandsStillHearsWhatCameSinceAndNothingTwice() {
    Listener early = studio.listener("early", studio.one).joins();
    theChannelBegins();
    for (int i = 0; i < 100; i++) {
      studio.publish(LARGE);
    }
    Listener late = studio.listener("late", studio.one).asks(new Start.Now());
    for (int i = 0; i < 100; i++) {
      studio.publish(LARGE);
    }
    studio.settle();
    studio.publish("after");
    studio.settle();

    assertThat(offsets(early.heard())).isEqualTo("1-202");
    assertThat(offsets(late.heard())).isEqualTo("102-202");
  }

  @Test
  void afterAnOverrunALaneWithoutMembersIsGivenNothing() {
    Listener early = studio.listener("early", studio.one).joins();
    Listener elsewhere = studio.listener("elsewhere", studio.two).joins();
    theChannelBegins();
    for (int i = 0; i < 100; i++) {
      studio.publish(LARGE);
    }
    Listener late = studio.listener("late", studio.one).asks(new Start.Now());
    IntStream.range(0, 100).forEach(i -> studio.publish(LARGE));
    studio.settle();
    early.leaves();
    late.leaves();
    studio.publish("nobody on loop one");

    assertThat(studio.one.waiting()).isZero();
    studio.settle();
    assertThat(offsets(elsewhere.heard())).isEqualTo("1-202");
  }

  @Test
  void aReaderThatReadsIsNotTooSlowHoweverMuchWaitedForItsLoop() {
    Listener listener = studio.listener("l", studio.one).closesAt(200_000).joins();
    theChannelBegins();
    for (int i = 0; i < 100; i++) {
      studio.publish(LARGE);
    }
    studio.settle();

    assertThat(listener.isTooSlow()).isFalse();
    assertThat(offsets(listener.heard())).isEqualTo("1-101");
  }

  @Test
  void hiddenPresenceBeforeTheMessageThatIsTooMuchDoesNotHideTheMessage() {
    Listener slow = studio.listener("slow", studio.one).pulls(100_000).joins();
    slow.stopsReading();
    theChannelBegins();
    studio.publish("y".repeat(99_000));
    studio.enter("somebody");
    studio.publish(Draft.of(Payload.text(LARGE)).exceptFor(new ConnectionId("other")));
    studio.settle();
    slow.reads();
    studio.settle();

    assertThat(offsets(slow.heard())).isEqualTo("1-2,4");
  }

  @Test
  void whatIsHiddenIsToldToWhoeverFallsBehindAfterSomebodyElseJoined() {
    Listener slow = studio.listener("slow", studio.one).pulls(100_000).joins();
    theChannelBegins();
    slow.stopsReading();
    studio.publish(LARGE);
    studio.enter("somebody");
    studio.listener("newcomer", studio.one).joins();
    studio.publish(LARGE);
    studio.settle();
    slow.reads();

    assertThat(slow.heard())
        .filteredOn(push -> !push.startsWith("msg"))
        .containsExactly("epoch 0", "lag 2 4", "skip 3", "live 4");
  }

  @Test
  void whatIsHiddenIsToldToWhoeverFallsBehindAfterAnEphemeralMessage() {
    Listener slow = studio.listener("slow", studio.one).pulls(100_000).joins();
    theChannelBegins();
    slow.stopsReading();
    studio.publish(LARGE);
    studio.enter("somebody");
    studio.publishEphemeral(Draft.of(Payload.text("typing")));
    studio.settle();
    studio.publish(LARGE);
    studio.settle();
    slow.reads();

    assertThat(slow.heard())
        .filteredOn(push -> !push.startsWith("msg"))
        .containsExactly("epoch 0", "lag 2 4", "skip 3", "live 4");
  }

  @Test
  void aNewcomerIsNotToldWhatWasHiddenFromThoseWhoLeftBeforeAReset() {
    Listener before = studio.listener("before", studio.one).joins();
    studio.listener("other", studio.two).sees(PresenceView.FULL).joins();
    for (int i = 0; i < 10; i++) {
      studio.enter("client" + i);
    }
    studio.settle();
    before.heard();
    before.leaves();
    studio.logs.loseAll();
    studio.publish("new life");
    studio.clock.advance(Duration.ofMillis(100));
    Listener after = studio.listener("after", studio.one).joins();
    studio.publish("second");
    studio.settle();

    assertThat(after.heard()).containsExactly("msg 2 second");
  }

  @Test
  void whoeverIsAtAPlaceInTheTailJoinsWithoutAskingTheStore() {
    studio.listener("l", studio.one).joins();
    IntStream.rangeClosed(1, 10).forEach(i -> studio.publish("m"));
    studio.settle();
    Position third = new Position(studio.top().epoch(), 3);
    studio.store.fail(asked -> asked instanceof LogQuery);
    Listener back = studio.listener("back", studio.two).joins(new Start.After(third));

    assertThat(offsets(back.heard())).isEqualTo("4-10");
  }

  /** Its first message, after which nothing has to be asked of the store. */
  private void theChannelBegins() {
    studio.publish("first");
    studio.settle();
  }

  /** The offsets of the messages in the order in which they were heard, as in {@code 1-5,7}. */
  private static String offsets(List<String> heard) {
    StringBuilder ranges = new StringBuilder();
    long last = -1;
    boolean open = false;
    for (String push : heard) {
      if (!push.startsWith("msg ")) {
        continue;
      }
      long offset = Long.parseLong(push.split(" ", 3)[1]);
      if (offset == last + 1) {
        open = true;
      } else {
        ranges.append(open ? "-" + last : "").append(ranges.isEmpty() ? "" : ",").append(offset);
        open = false;
      }
      last = offset;
    }
    return ranges.append(open ? "-" + last : "").toString();
  }
}
