package dev.fanfare.gateway.edge.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WheelTest {
  private Wheel wheel = new Wheel();
  private final List<String> woken = new ArrayList<>();

  /** Writes down when it was woken. */
  private final class Sleeper extends TimedHandler {
    private final String name;
    private Runnable then = () -> {};

    Sleeper(String name) {
      this.name = name;
    }

    @Override
    protected void elapsed() {
      woken.add(name + "@" + wheel.now());
      then.run();
    }

    @Override
    public void endGently() {}

    @Override
    public void endNow() {}
  }

  @Test
  void wakesEachAtItsTimeAndOnce() {
    wheel.arm(new Sleeper("soon"), 1);
    wheel.arm(new Sleeper("later"), 3);
    tick(5);
    assertThat(woken).containsExactly("soon@1", "later@3");
    assertThat(wheel.size()).isZero();
  }

  @Test
  void armingAnewReplacesTheTimeBefore() {
    Sleeper sleeper = new Sleeper("a");
    wheel.arm(sleeper, 2);
    tick(1);
    wheel.arm(sleeper, 5);
    tick(10);
    assertThat(woken).containsExactly("a@6");
  }

  @Test
  void timesBeyondOneRoundCome() {
    wheel.arm(new Sleeper("a"), 5_000);
    tick(4_999);
    assertThat(woken).isEmpty();
    tick(1);
    assertThat(woken).containsExactly("a@5000");
  }

  @Test
  void whoIsWokenMayForgetOthersOfTheSameTickAndArmItself() {
    Sleeper first = new Sleeper("first");
    Sleeper second = new Sleeper("second");
    wheel.arm(second, 1);
    wheel.arm(first, 1);
    first.then =
        () -> {
          wheel.disarm(second);
          wheel.arm(first, 1_024);
          first.then = () -> {};
        };
    tick(2_000);
    assertThat(woken).containsExactly("first@1", "first@1025");
  }

  @Test
  void oneThatFailsDoesNotTakeTheOthersAlong() {
    Sleeper failing = new Sleeper("failing");
    failing.then =
        () -> {
          throw new IllegalStateException("on purpose");
        };
    wheel.arm(new Sleeper("other"), 1);
    wheel.arm(failing, 1);
    tick(1);
    assertThat(woken).containsExactlyInAnyOrder("failing@1", "other@1");
  }

  @Test
  void timesAreRoundedUpToTicks() {
    assertThat(Wheel.ticks(Duration.ofMillis(1))).isEqualTo(1);
    assertThat(Wheel.ticks(Duration.ofMillis(100))).isEqualTo(1);
    assertThat(Wheel.ticks(Duration.ofMillis(101))).isEqualTo(2);
    assertThat(Wheel.ticks(Duration.ofSeconds(25))).isEqualTo(250);
  }

  @Property(tries = 200)
  void agreesWithAListOfTimes(@ForAll long seed) {
    Random random = new Random(seed);
    wheel = new Wheel();
    Map<Sleeper, Integer> expected = new HashMap<>();
    List<Sleeper> sleepers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sleepers.add(new Sleeper("s" + i));
    }
    for (int step = 0; step < 3_000; step++) {
      Sleeper sleeper = sleepers.get(random.nextInt(sleepers.size()));
      switch (random.nextInt(4)) {
        case 0 -> {
          int ticks = 1 + random.nextInt(random.nextBoolean() ? 10 : 3_000);
          wheel.arm(sleeper, ticks);
          expected.put(sleeper, wheel.now() + ticks);
        }
        case 1 -> {
          wheel.disarm(sleeper);
          expected.remove(sleeper);
        }
        default -> {
          woken.clear();
          wheel.tick();
          List<String> due = new ArrayList<>();
          expected.forEach(
              (who, when) -> {
                if (when == wheel.now()) {
                  due.add(who.name + "@" + when);
                }
              });
          expected.values().removeIf(when -> when == wheel.now());
          assertThat(woken).containsExactlyInAnyOrderElementsOf(due);
        }
      }
      assertThat(wheel.size()).isEqualTo(expected.size());
      assertThat(wheel.all()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    }
  }

  private void tick(int times) {
    for (int i = 0; i < times; i++) {
      wheel.tick();
    }
  }
}
