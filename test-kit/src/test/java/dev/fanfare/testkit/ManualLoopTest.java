package dev.fanfare.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.port.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualLoopTest {
  private final ManualClock clock = new ManualClock();
  private final ManualLoop loop = new ManualLoop(0, clock);
  private final List<String> happened = new ArrayList<>();

  @Test
  void tasksRunInTheirOrderWhenTheTestSaysSo() {
    loop.execute(() -> happened.add("first"));
    loop.execute(() -> loop.execute(() -> happened.add("third")));
    loop.execute(() -> happened.add("second"));
    assertThat(happened).isEmpty();

    assertThat(loop.runAll()).isEqualTo(4);

    assertThat(happened).containsExactly("first", "second", "third");
  }

  @Test
  void aTaskIsOnTheLoopAndATestIsNot() {
    assertThat(loop.isCurrent()).isFalse();
    loop.execute(() -> happened.add("current: " + loop.isCurrent()));
    loop.runAll();

    assertThat(happened).containsExactly("current: true");
    assertThat(loop.isCurrent()).isFalse();
  }

  @Test
  void timersRunAtTheirOwnMomentsInTheOrderInWhichTheyAreDue() {
    ManualLoop other = new ManualLoop(1, clock);
    note(loop, 20, "b");
    note(other, 10, "a");
    note(loop, 20, "c");
    note(other, 31, "too late");

    clock.advance(Duration.ofSeconds(30));

    assertThat(happened).containsExactly("a at 10", "b at 20", "c at 20");
    assertThat(other.timers()).isEqualTo(1);
  }

  @Test
  void aHeartThatBeatsEveryTenSecondsBeatsThreeTimesInThirtyOne() {
    beat();

    clock.advance(Duration.ofSeconds(31));

    assertThat(happened).containsExactly("beat at 10", "beat at 20", "beat at 30");
  }

  @Test
  void aClosedTimerDoesNotRun() {
    Subscription timer = loop.schedule(Duration.ofSeconds(1), () -> happened.add("closed"));
    loop.schedule(Duration.ofSeconds(2), () -> happened.add("open"));
    timer.close();
    timer.close();

    clock.advance(Duration.ofSeconds(5));

    assertThat(happened).containsExactly("open");
  }

  @Test
  void aTimerThatAnotherClosesAtTheSameMomentDoesNotRun() {
    List<Subscription> timers = new ArrayList<>();
    loop.schedule(Duration.ofSeconds(1), () -> timers.get(0).close());
    timers.add(loop.schedule(Duration.ofSeconds(1), () -> happened.add("closed")));

    clock.advance(Duration.ofSeconds(1));

    assertThat(happened).isEmpty();
  }

  @Test
  void whatATimerCausesOnAnotherLoopHappensAtTheSameMoment() {
    ManualLoop other = new ManualLoop(1, clock);
    loop.schedule(
        Duration.ofSeconds(1), () -> other.execute(() -> happened.add("caused at " + seconds())));

    clock.advance(Duration.ofSeconds(9));

    assertThat(happened).containsExactly("caused at 1");
  }

  @Test
  void theWallMayJumpAndTimersDoNotMind() {
    note(loop, 10, "timer");
    long before = clock.wallMicros();
    clock.jumpWall(Duration.ofHours(-1));
    clock.advance(Duration.ofSeconds(10));

    assertThat(happened).containsExactly("timer at 10");
    assertThat(clock.wallMicros() - before).isEqualTo(-3_590_000_000L);
  }

  private void beat() {
    loop.schedule(
        Duration.ofSeconds(10),
        () -> {
          happened.add("beat at " + seconds());
          beat();
        });
  }

  private void note(ManualLoop on, int afterSeconds, String what) {
    on.schedule(Duration.ofSeconds(afterSeconds), () -> happened.add(what + " at " + seconds()));
  }

  private long seconds() {
    return Duration.ofNanos(clock.monotonicNanos()).toSeconds();
  }
}
