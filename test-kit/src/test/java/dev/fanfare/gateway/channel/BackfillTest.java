package dev.fanfare.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.Slice;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.ManualLoop;
import dev.fanfare.testkit.SilentTelemetry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When the store is asked for what the bus did not bring. */
class BackfillTest {
  private static final Duration MOMENT = Duration.ofMillis(20);

  private final ManualClock clock = new ManualClock();
  private final ManualLoop loop = new ManualLoop(0, clock);
  private final Waiting hole = new Waiting();
  private final Backfill backfill = new Backfill(hole, loop, SilentTelemetry.INSTANCE);

  @Test
  void theBusHasAMomentToMendItself() {
    hole.misses(3);
    backfill.ask(false);
    clock.advance(MOMENT.minusMillis(1));
    assertThat(hole.asked).isEmpty();

    hole.missing = Optional.empty();
    clock.advance(MOMENT);
    assertThat(hole.asked).isEmpty();
  }

  @Test
  void whatWaitingWouldNotMendIsAskedForAtOnce() {
    hole.misses(3);
    backfill.ask(true);
    clock.settle();

    assertThat(hole.asked).containsExactly(place(3));
  }

  @Test
  void oneQuestionIsUnderWayAtATime() {
    hole.misses(3);
    backfill.ask(true);
    clock.settle();
    backfill.ask(true);
    clock.advance(MOMENT);
    assertThat(hole.asked).containsExactly(place(3));

    hole.answers.get(0).complete(hole.slice());
    hole.misses(9);
    backfill.ask(true);
    clock.settle();
    assertThat(hole.asked).containsExactly(place(3), place(9));
    assertThat(hole.filled).isEqualTo(1);
  }

  @Test
  void aStoreThatFailsIsAskedMoreSlowlyEachTimeAndAtLeastOnceASecond() {
    hole.misses(3);
    backfill.ask(true);
    clock.settle();
    for (int failures = 0; failures < 10; failures++) {
      long pause = Math.min(1_000, 20L << failures);
      hole.answers.get(failures).fail("away");
      clock.advance(Duration.ofMillis(pause - 1));
      assertThat(hole.asked).hasSize(failures + 1);
      clock.advance(Duration.ofMillis(1));
      assertThat(hole.asked).hasSize(failures + 2);
    }
  }

  private static Position place(long offset) {
    return new Position(1, offset);
  }

  /** A hole whose answers wait for the test. */
  private static final class Waiting implements Backfill.Hole {
    private final List<Position> asked = new ArrayList<>();
    private final List<Promise<Slice>> answers = new ArrayList<>();
    private Optional<Position> missing = Optional.empty();
    private int filled;

    void misses(long after) {
      missing = Optional.of(place(after));
    }

    Slice slice() {
      return new Slice(new Continuity.Full(), List.of(), 0, false, Head.EMPTY);
    }

    @Override
    public Optional<Position> missing() {
      return missing;
    }

    @Override
    public Future<Slice> readAfter(Position place) {
      asked.add(place);
      Promise<Slice> answer = Promise.promise();
      answers.add(answer);
      return answer.future();
    }

    @Override
    public List<Lane> fill(Slice slice) {
      filled++;
      return List.of();
    }
  }
}
