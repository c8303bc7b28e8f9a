package dev.fanfare.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a lane lets more come before it writes again, and when it does not. */
class RespiteTest {
  private static final String LARGE = "x".repeat(60_000);

  private final Studio studio = new Studio();

  @AfterEach
  void noFrameIsLeft() {
    assertThat(studio.framing.alive()).isZero();
  }

  @Test
  void aLaneThatIsBehindRestsHalfAsLongAgainAsItsRoundTookAndJoinsWhatComes() {
    Listener listener = aListenerInACrowd();
    aRoundTakes(Duration.ofMillis(3), () -> studio.publish("b"));
    assertThat(listener.messages()).containsExactly("msg 1 a");

    studio.clock.advance(Duration.ofNanos(4_499_999));
    studio.publish("c");
    studio.settle();
    assertThat(listener.heard()).isEmpty();
    studio.clock.advance(Duration.ofNanos(1));
    assertThat(listener.messages()).containsExactly("msg 2 b", "msg 3 c");
    assertThat(studio.one.timers()).isZero();
  }

  @Test
  void aLaneThatWasBehindRestsForSomeRoundsMoreAndThenWritesAtOnceAgain() {
    Listener listener = aListenerInACrowd();
    aRoundTakes(Duration.ofMillis(3), () -> studio.publish("b"));
    studio.clock.advance(Respite.LONGEST);
    listener.heard();
    // It has rested after one round, and written b in another. Here are two in each turn.
    for (int i = 2; i < Respite.ROUNDS; i += 2) {
      aRoundTakes(Duration.ofMillis(3), () -> {});
      studio.publish("later");
      studio.settle();
      assertThat(listener.messages()).as("round %d", i).hasSize(1);
      studio.clock.advance(Duration.ofNanos(4_500_000));
      assertThat(listener.messages()).as("round %d", i).hasSize(1);
    }
    aRoundTakes(Duration.ofMillis(3), () -> {});
    studio.publish("at once");
    studio.settle();
    assertThat(listener.messages()).hasSize(2);
  }

  @Test
  void aLaneThatKeepsUpWritesAtOnce() {
    Listener listener = aListenerInACrowd();
    aRoundTakes(Duration.ofMillis(3), () -> {});
    studio.publish("b");
    studio.settle();
    assertThat(listener.messages()).containsExactly("msg 1 a", "msg 2 b");
  }

  @Test
  void aLaneRestsNoLongerThanItMay() {
    Listener listener = aListenerInACrowd();
    aRoundTakes(Duration.ofSeconds(1), () -> studio.publish("b"));
    listener.heard();
    studio.clock.advance(Respite.LONGEST);
    assertThat(listener.messages()).containsExactly("msg 2 b");
  }

  @Test
  void aLaneDoesNotRestWhereThatSavesNothing() {
    Listener listener = aListenerInACrowd();
    // The round was short.
    aRoundTakes(Respite.LEAST_ROUND.minusNanos(1), () -> studio.publish("b"));
    assertThat(listener.messages()).containsExactly("msg 1 a", "msg 2 b");
    // What waits is not for everybody, so that nothing is joined with it.
    aRoundTakes(
        Duration.ofMillis(3),
        () -> studio.publish(Draft.of(Payload.text("c")).exceptFor(new ConnectionId("l7"))));
    assertThat(listener.messages()).containsExactly("msg 3 a", "msg 4 c");
    // As much waits as is joined at most.
    aRoundTakes(
        Duration.ofMillis(3),
        () -> {
          studio.publish(LARGE);
          studio.publish(LARGE);
        });
    assertThat(listener.messages()).hasSize(3);
    assertThat(studio.one.timers()).isZero();
  }

  @Test
  void whoeverIsToldAloneDoesNotWaitForMore() {
    for (int i = 0; i < 600; i++) {
      studio.listener("l" + i, studio.one).hearsAlone().joins();
    }
    Listener listener = studio.listener("l", studio.one).hearsAlone().joins();
    aRoundTakes(Duration.ofMillis(3), () -> studio.publish("b"));
    assertThat(listener.heard()).contains("l: msg 2 b");
  }

  @Test
  void whoeverLeavesWhileALaneRestsHearsNothingMoreAndTheOthersDo() {
    Listener listener = aListenerInACrowd();
    Listener other = studio.listener("other", studio.one).joins();
    aRoundTakes(Duration.ofMillis(3), () -> studio.publish("b"));
    listener.leaves();
    studio.clock.advance(Respite.LONGEST);
    assertThat(listener.messages()).containsExactly("msg 1 a");
    assertThat(other.messages()).containsExactly("msg 1 a", "msg 2 b");
  }

  /** One of so many that a round over them takes several turns. */
  private Listener aListenerInACrowd() {
    for (int i = 0; i < 600; i++) {
      studio.listener("l" + i, studio.one).joins();
    }
    Listener listener = studio.listener("listener", studio.one).joins();
    studio.two.runAll();
    return listener;
  }

  /** Publishes {@code a}, and lets something happen while it is written, for so long. */
  private void aRoundTakes(Duration time, Runnable meanwhile) {
    studio.publish("a");
    studio.one.runTurn();
    studio.clock.pass(time);
    meanwhile.run();
    studio.settle();
  }
}
