package dev.fanfare.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private final Judge judge = new Judge();

  @Test
  void whatComesInOrderIsFine() {
    hear(0, 1, 2, 3);

    assertVerdict(4, 0, 0);
  }

  @Test
  void aHoleIsMissing() {
    hear(0, 1, 3);

    assertVerdict(3, 0, 0);
  }

  @Test
  void whatFillsAHoleIsLateNotRepeated() {
    hear(0, 2, 1, 3);

    assertVerdict(4, 0, 1);
  }

  @Test
  void theSameAgainIsRepeatedNotReceived() {
    hear(0, 1, 1, 0, 2);

    assertVerdict(3, 2, 0);
  }

  @Test
  void theFirstMayBeMissing() {
    hear(5, 6);

    assertVerdict(2, 0, 0);
  }

  @Test
  void whatIsTooOldToKnowCountsAsRepeated() {
    hear(1, 1_000, 0);

    assertVerdict(2, 1, 0);
  }

  @Property(tries = 300)
  void aShuffledNeighbourhoodAgreesWithAPlainCount(@ForAll long seed) {
    Random random = new Random(seed);
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, 60).boxed().toList());
    numbers.removeIf(number -> random.nextInt(10) == 0);
    numbers.addAll(numbers.stream().filter(number -> random.nextInt(10) == 0).toList());
    Collections.shuffle(numbers, random);
    Judge shuffled = new Judge();
    Set<Integer> seen = new HashSet<>();
    int late = 0;
    int highest = -1;

    for (int number : numbers) {
      boolean fresh = seen.add(number);
      late += fresh && number < highest ? 1 : 0;
      highest = Math.max(highest, number);
      assertThat(shuffled.hear(number)).isEqualTo(fresh);
    }

    assertThat(shuffled.received()).isEqualTo(seen.size());
    assertThat(shuffled.repeated()).isEqualTo(numbers.size() - seen.size());
    assertThat(shuffled.late()).isEqualTo(late);
  }

  private void hear(int... sequences) {
    for (int sequence : sequences) {
      judge.hear(sequence);
    }
  }

  private void assertVerdict(long received, long repeated, long late) {
    assertThat(judge.received()).as("received").isEqualTo(received);
    assertThat(judge.repeated()).as("repeated").isEqualTo(repeated);
    assertThat(judge.late()).as("late").isEqualTo(late);
  }
}
