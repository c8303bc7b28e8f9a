package dev.fanfare.gateway.dialect.fanfare.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.LogQuery;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Clients come, fall off, come back, read slowly, publish and enter, on two gateways, over a bus
 * that loses, repeats and reorders, at a store that answers late and changes its owner: whatever
 * happens, nobody misses a message without being told, hears one twice or in another order.
 */
class RandomWorldTest {
  private static final int SEEDS = 200;

  @Test
  void whateverHappensEveryoneHearsEverythingOnceAndInOrder() {
    for (int seed = 0; seed < SEEDS; seed++) {
      play(seed, asked -> false);
    }
  }

  @Test
  void theSameHoldsWhenTheStoreAnswersQuestionsLateOrNever() {
    for (int seed = 0; seed < SEEDS; seed++) {
      play(seed, asked -> asked instanceof LogQuery);
    }
  }

  @Test
  void theSameHoldsWhenNobodyKnowsWhetherAChangeWasMade() {
    for (int seed = 0; seed < SEEDS; seed++) {
      play(seed, asked -> true);
    }
  }

  private static void play(int seed, Predicate<Object> late) {
    RandomWorld world = new RandomWorld(seed, late);
    try {
      for (int i = 0; i < 250; i++) {
        world.somethingHappens();
      }
      world.everythingCalmsDown();
      world.everybodyHasEverything();
      world.everybodyLeaves();
      assertThat(world.framesAlive()).isZero();
      assertThat(world.channelsFollowed()).isZero();
    } catch (RuntimeException | AssertionError wrong) {
      throw new AssertionError("Seed " + seed + ": " + wrong.getMessage(), wrong);
    }
  }
}
