package dev.fanfare.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.protocol.Command.PresenceView;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result;
import dev.fanfare.testkit.Racing;
import dev.fanfare.testkit.UnreliableBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * One gateway's side of a channel: how subscribers come to it and go, and what it asks the store.
 */
class ChannelTest {
  private static final Predicate<Object> QUERIES = asked -> asked instanceof LogQuery;
  private static final Duration A_WHILE = Duration.ofSeconds(20);

  private final UnreliableBus bus = new UnreliableBus(new MemoryBus(), 5);
  private final Studio studio = new Studio(bus);

  @AfterEach
  void noFrameIsLeft() {
    assertThat(studio.framing.alive()).isZero();
  }

  @Test
  void whoeverWaitsForTheChannelHearsEverythingAfterThePlaceThatItIsAnswered() {
    studio.publish("before");
    studio.store.holdAnswers(QUERIES);
    Listener listener = studio.listener("l", studio.one).joins();
    studio.publish("meanwhile");
    studio.store.answerAll();
    studio.settle();
    studio.publish("after");
    studio.settle();

    assertThat(listener.answer().position().offset()).isEqualTo(2);
    assertThat(listener.messages()).containsExactly("msg 3 after");
  }

  @Test
  void whatTheBusLosesWhileTheChannelIsOpenedIsFoundByTheHeadsToldMeanwhile() {
    studio.publish("before");
    studio.store.holdAnswers(QUERIES);
    Listener listener = studio.listener("l", studio.one).joins();
    studio.store("lost on the bus");
    studio.logs.tick();
    studio.store.recover();
    studio.store.answerAll();
    studio.clock.advance(Duration.ofSeconds(1));

    assertThat(listener.messages()).containsExactly("msg 2 lost on the bus");
  }

  @Test
  void theLastMessageThatTheBusLostIsFoundByTheHeads() {
    Listener listener = studio.listener("l", studio.one).joins();
    studio.publish("a");
    studio.settle();
    studio.store("lost");
    studio.clock.advance(Duration.ofSeconds(1));
    assertThat(listener.messages()).containsExactly("msg 1 a");
    studio.logs.tick();
    studio.clock.advance(Duration.ofSeconds(1));

    assertThat(listener.messages()).containsExactly("msg 2 lost");
  }

  @Test
  void muchThatTheBusLostComesAtThePaceOfTheStore() {
    Listener listener = studio.listener("l", studio.one).joins();
    studio.publish("1");
    studio.settle();
    IntStream.rangeClosed(2, 950).forEach(i -> studio.store("m"));
    studio.publish("951");
    studio.clock.advance(Duration.ofMillis(25));

    assertThat(listener.messages()).hasSize(951);
  }

  @Test
  void aStoreThatIsAwayRefusesNewSubscribersAndKeepsNothingOfThem() {
    studio.store.fail(QUERIES);
    Listener refused = studio.listener("l", studio.one).joins();
    assertThat(refused.isRefused()).isTrue();
    assertThat(studio.channels.size()).isZero();

    studio.store.recover();
    Listener taken = studio.listener("l", studio.one).joins();
    studio.publish("a");
    studio.settle();
    assertThat(taken.messages()).containsExactly("msg 1 a");
    assertThat(refused.heard()).isEmpty();
  }

  @Test
  void whoeverSubscribesWithHistoryWhileTheStoreIsAwayIsRefusedAloneAndTheOthersGoOn() {
    Listener there = studio.listener("there", studio.one).joins();
    studio.publish("a");
    studio.settle();
    studio.store.fail(QUERIES);
    Listener refused = studio.listener("l", studio.two).joins(new Start.Last(5));
    studio.publish("b");
    studio.settle();

    assertThat(refused.isRefused()).isTrue();
    assertThat(there.messages()).containsExactly("msg 1 a", "msg 2 b");
    assertThat(studio.occupancy()).isEqualTo(1);
  }

  @Test
  void aReaderOfTheLogGivesUpWhenTheStoreStaysAwayAndItsClientIsToldToComeBack() {
    studio.publish("a");
    Listener listener = studio.listener("l", studio.one);
    studio.store.holdRequests(asked -> asked instanceof LogQuery.After);
    listener.joins(new Start.Last(5));
    studio.store.fail(asked -> asked instanceof LogQuery.After);
    studio.store.failOne();
    studio.clock.advance(A_WHILE);

    assertThat(listener.answers).hasSize(1);
    assertThat(listener.isTooSlow()).isTrue();
    assertThat(studio.channels.size()).isZero();
  }

  @Test
  void aReaderWhoseStoreIsBehindItsGatewayDoesNotAskForEver() {
    studio.publish("a");
    Listener listener = studio.listener("l", studio.one).joins();
    // The client knows more than this gateway: it asked another one, which the store told more.
    Position ahead = new Position(studio.top().epoch(), 2);
    studio.store.fail(
        asked -> asked instanceof LogQuery.After after && after.position().offset() == 1);
    studio.store("b");
    Listener back = studio.listener("back", studio.one).joins(new Start.After(ahead));
    studio.clock.advance(A_WHILE);

    assertThat(back.isTooSlow()).isTrue();
    assertThat(listener.isTooSlow()).isFalse();
  }

  @Test
  void whoeverLeavesWhileTheChannelIsOpenedLeavesNothingBehind() {
    studio.store.holdAnswers(QUERIES);
    Listener listener = studio.listener("l", studio.one).joins();
    listener.leaves();
    assertThat(studio.channels.size()).isZero();
    studio.store.answerAll();
    studio.settle();
    studio.publish("a");
    studio.settle();

    assertThat(listener.answers).isEmpty();
    assertThat(listener.heard()).isEmpty();
    assertThat(studio.occupancy()).isZero();
  }

  @Test
  void aChannelThatFailsToOpenAfterItsLastSubscriberLeftSaysNothingOfTheNextOne() {
    studio.store.holdAnswers(QUERIES);
    Listener gone = studio.listener("gone", studio.one).joins();
    gone.leaves();
    studio.store.recover();
    Listener here = studio.listener("here", studio.one).joins();
    assertThat(studio.occupancy()).isEqualTo(1);
    studio.store.failOne();
    studio.settle();
    studio.publish("a");
    studio.settle();

    assertThat(studio.occupancy()).isEqualTo(1);
    assertThat(here.messages()).containsExactly("msg 1 a");
    assertThat(gone.answers).isEmpty();
  }

  @Test
  void howManyListenIsToldToTheStoreAgainWhenItDidNotTakeIt() {
    studio.store.fail(asked -> asked instanceof LogChange.Occupy);
    Listener listener = studio.listener("l", studio.one).joins();
    assertThat(studio.occupancy()).isZero();
    studio.store.recover();
    studio.clock.advance(A_WHILE);
    assertThat(studio.occupancy()).isEqualTo(1);

    studio.store.fail(asked -> asked instanceof LogChange.Occupy);
    listener.leaves();
    assertThat(studio.occupancy()).isEqualTo(1);
    studio.store.recover();
    studio.clock.advance(A_WHILE);
    assertThat(studio.occupancy()).isZero();
  }

  @Test
  void ofCountsThatCouldNotBeToldTheNewestIsTold() {
    Listener first = studio.listener("first", studio.one).joins();
    studio.store.fail(asked -> asked instanceof LogChange.Occupy);
    first.leaves();
    Listener second = studio.listener("second", studio.one).joins();
    Listener third = studio.listener("third", studio.two).joins();
    studio.store.recover();
    studio.clock.advance(A_WHILE);

    assertThat(studio.occupancy()).isEqualTo(2);
    assertThat(second.isTooSlow() || third.isTooSlow()).isFalse();
  }

  @Test
  void subscribingWhileAnotherThreadOpensTheChannelBeginsEachSubscriptionOnce() {
    for (int round = 0; round < 300; round++) {
      Studio fresh = new Studio();
      fresh.store.holdAnswers(QUERIES);
      fresh.listener("first", fresh.one).asks(new Start.Now());
      fresh.store.recover();
      Listener second = fresh.listener("second", fresh.two);
      Racing.race(
          2,
          thread -> {
            if (thread == 0) {
              fresh.store.answerAll();
            } else {
              second.asks(new Start.Now());
            }
            return thread;
          });
      fresh.settle();
      fresh.publish("a");
      fresh.settle();

      assertThat(second.answers).hasSize(1);
      assertThat(second.messages()).containsExactly("msg 1 a");
      second.leaves();
      assertThat(fresh.framing.alive()).isZero();
    }
  }

  @Test
  void aMessagePastItsTimeToLiveIsNotReplayedFromMemoryEither() {
    studio.listener("there", studio.one).joins();
    studio.publish("first");
    studio.settle();
    Position first = studio.top();
    studio.publish(expiring("short", Duration.ofSeconds(1)));
    studio.publish("last");
    studio.clock.advance(Duration.ofSeconds(2));
    Listener late = studio.listener("late", studio.one).joins(new Start.After(first));

    assertThat(late.heard()).containsExactly("skip 2", "msg 3 last", "live 3");
  }

  @Test
  void aClientThatCatchesUpIsNeverSentMuchMoreThanMayWaitForIt() {
    IntStream.rangeClosed(1, 100).forEach(i -> studio.publish("x".repeat(10_000)));
    Listener slow = studio.listener("slow", studio.one).pulls(40_000);
    slow.stopsReading();
    slow.joins(new Start.Last(100));
    assertThat(slow.waitingBytes()).isLessThanOrEqualTo(40_000);
    long most = 0;
    for (int i = 0; i < 200; i++) {
      slow.reads(8_000);
      most = Math.max(most, slow.waitingBytes());
    }
    slow.reads();

    assertThat(most).isLessThanOrEqualTo(40_000);
    assertThat(slow.messages()).hasSize(100);
  }

  @Test
  void aPictureOfPresenceAndWhatFollowsItFitTogetherWhateverComesBetween() {
    for (int pause = 0; pause < 12; pause++) {
      Studio fresh = new Studio();
      fresh.enter("early");
      fresh.store.holdAnswers(QUERIES);
      Listener listener =
          fresh.listener("l", fresh.one).sees(PresenceView.FULL).asks(new Start.Now());
      for (int step = 0; step < 12; step++) {
        if (step == pause) {
          fresh.enter("meanwhile");
        }
        if (!fresh.one.runOne() && !fresh.two.runOne()) {
          fresh.store.answerOne();
        }
      }
      fresh.store.answerAll();
      fresh.clock.advance(Duration.ofSeconds(1));
      fresh.store.answerAll();
      fresh.clock.advance(Duration.ofSeconds(1));
      fresh.enter("late");
      fresh.store.answerAll();
      fresh.settle();
      Result.Subscribed answer = listener.answer();
      int inPicture = answer.presence().orElseThrow().members().size();
      List<String> heard = listener.heard();

      assertThat(answer.position()).isEqualTo(answer.presence().orElseThrow().position());
      assertThat(inPicture + heard.stream().filter(it -> it.startsWith("pres")).count())
          .as("%s after a pause of %s", heard, pause)
          .isEqualTo(3);
    }
  }

  @Test
  void thousandsWhoComeAndGoLeaveNothingBehind() {
    for (int seed = 0; seed < 20; seed++) {
      Studio fresh = new Studio();
      Random random = new Random(seed);
      fresh.store.holdAnswers(asked -> random.nextInt(3) == 0);
      List<Listener> here = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        switch (random.nextInt(5)) {
          case 0, 1 ->
              here.add(
                  fresh
                      .listener("l" + i, random.nextBoolean() ? fresh.one : fresh.two)
                      .sees(List.of(PresenceView.values()).get(random.nextInt(3)))
                      .asks(random.nextBoolean() ? new Start.Now() : new Start.Last(3)));
          case 2 -> {
            if (!here.isEmpty()) {
              here.remove(random.nextInt(here.size())).leavesNow();
            }
          }
          case 3 -> fresh.publish("m" + i);
          default -> {
            fresh.store.answerOne();
            fresh.one.runOne();
            fresh.two.runOne();
          }
        }
      }
      here.forEach(Listener::leavesNow);
      fresh.store.answerAll();
      fresh.clock.advance(A_WHILE);
      fresh.store.answerAll();
      fresh.publish("to nobody");
      fresh.settle();

      assertThat(fresh.channels.size()).isZero();
      assertThat(fresh.occupancy()).isZero();
      assertThat(fresh.framing.alive()).isZero();
    }
  }

  private static Draft expiring(String text, Duration ttl) {
    Draft draft = Draft.of(Payload.text(text));
    return new Draft(
        draft.name(),
        draft.payload(),
        draft.key(),
        draft.id(),
        draft.tags(),
        draft.extras(),
        draft.ephemeral(),
        draft.noStore(),
        draft.except(),
        Optional.of(ttl),
        draft.change(),
        draft.from());
  }
}
