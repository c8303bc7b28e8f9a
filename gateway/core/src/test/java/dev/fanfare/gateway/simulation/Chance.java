package dev.fanfare.gateway.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What happens next: of everything that is under way, any one thing. All of it follows from one
 * seed.
 */
final class Chance {
  private final Random random;
  private final List<Runnable> underWay = new ArrayList<>();

  Chance(long seed) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
  }

  Random random() {
    return random;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  <T> T of(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  /** Lets something happen sooner or later. */
  void later(Runnable task) {
    underWay.add(task);
  }

  boolean isQuiet() {
    return underWay.isEmpty();
  }

  /** Lets one of the things happen that are under way. */
  void step() {
    int index = random.nextInt(underWay.size());
    Runnable task = underWay.get(index);
    Runnable last = underWay.remove(underWay.size() - 1);
    if (index < underWay.size()) {
      underWay.set(index, last);
    }
    task.run();
  }
}
