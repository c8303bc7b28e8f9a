package dev.fanfare.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.IdRing.Remembered;
import dev.fanfare.protocol.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class IdRingTest {

  /** Few different numbers, so that many share a place in the table. */
  @Property(tries = 300)
  void itIsAQueueThatFindsByIdWhateverWasAddedAndForgotten(@ForAll long seed) {
    Random random = new Random(seed);
    IdRing ring = new IdRing();
    Deque<Remembered> oracle = new ArrayDeque<>();
    int bound = 1 + random.nextInt(60);
    for (int time = 1; time < 400; time++) {
      Id128 id = new Id128(random.nextInt(4), random.nextInt(40) << 20);
      assertThat(ring.find(id))
          .isEqualTo(oracle.stream().filter(it -> it.id().equals(id)).findFirst());
      if (ring.find(id).isEmpty()) {
        Remembered remembered = new Remembered(id, new Position(7, time), -time, time);
        ring.add(remembered);
        oracle.addLast(remembered);
      }
      long since = random.nextInt(10) == 0 ? time - random.nextInt(100) : 0;
      ring.trim(bound, since);
      while (oracle.size() > bound || (!oracle.isEmpty() && oracle.getFirst().came() < since)) {
        oracle.removeFirst();
      }
      assertThat(ring.size()).isEqualTo(oracle.size());
    }
    int index = 0;
    for (Remembered remembered : oracle) {
      assertThat(ring.get(index++)).isEqualTo(remembered);
    }
  }
}
