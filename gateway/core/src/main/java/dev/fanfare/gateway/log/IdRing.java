package dev.fanfare.gateway.log;

import dev.fanfare.protocol.Position;
import java.util.Arrays;
import java.util.Optional;

/**
 * The ids of the last submissions and where they stand, oldest first. Arrays of numbers instead of
 * objects: a busy channel remembers hundreds of thousands.
 */
final class IdRing {
  private static final int LEAST = 4;
  private static final int WIDTH = 6;
  private static final int HIGH = 0;
  private static final int LOW = 1;
  private static final int EPOCH = 2;
  private static final int OFFSET = 3;
  private static final int TIME = 4;
  private static final int CAME = 5;
  private static final long[] NO_IDS = new long[0];
  private static final int[] NO_TABLE = new int[0];

  /** {@link #WIDTH} numbers for each id, in a ring. */
  private long[] ring = NO_IDS;

  /**
   * Slot + 1 by hash, with linear probing; 0 is free. Twice as long as the ring has slots, or more.
   */
  private int[] table = NO_TABLE;

  private int first;
  private int size;

  /**
   * A remembered id.
   *
   * @param timeMicros the message's
   * @param came the log's time at which it came
   */
  record Remembered(Id128 id, Position position, long timeMicros, long came) {}

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  Optional<Remembered> find(Id128 id) {
    int at = probe(id);
    return at < 0 ? Optional.empty() : Optional.of(read(table[at] - 1));
  }

  /** The id at an index, 0 being the oldest. */
  Remembered get(int index) {
    return read(slot(index));
  }

  /** Remembers an id that is not there yet. */
  void add(Remembered remembered) {
    if (size == capacity()) {
      resize(Math.max(LEAST, size * 2));
    }
    int slot = slot(size);
    int at = slot * WIDTH;
    ring[at + HIGH] = remembered.id.high();
    ring[at + LOW] = remembered.id.low();
    ring[at + EPOCH] = remembered.position.epoch();
    ring[at + OFFSET] = remembered.position.offset();
    ring[at + TIME] = remembered.timeMicros;
    ring[at + CAME] = remembered.came;
    size++;
    enter(slot);
  }

  /**
   * Forgets the oldest until no more than {@code most} are left and none came before {@code since}.
   */
  void trim(int most, long since) {
    while (size > 0 && (size > most || ring[first * WIDTH + CAME] < since)) {
      leave(first);
      first = first + 1 == capacity() ? 0 : first + 1;
      size--;
      if (size == 0) {
        ring = NO_IDS;
        table = NO_TABLE;
        first = 0;
      } else if (capacity() > LEAST && size <= capacity() / 4) {
        resize(capacity() / 2);
      }
    }
  }

  private int capacity() {
    return ring.length / WIDTH;
  }

  private int slot(int index) {
    int slot = first + index;
    return slot < capacity() ? slot : slot - capacity();
  }

  private Remembered read(int slot) {
    int at = slot * WIDTH;
    return new Remembered(
        new Id128(ring[at + HIGH], ring[at + LOW]),
        new Position(ring[at + EPOCH], ring[at + OFFSET]),
        ring[at + TIME],
        ring[at + CAME]);
  }

  /** Where in the table the id is; -1 when it is not there. */
  private int probe(Id128 id) {
    if (size == 0) {
      return -1;
    }
    int at = home(id.high(), id.low());
    while (table[at] != 0) {
      int slot = (table[at] - 1) * WIDTH;
      if (ring[slot + HIGH] == id.high() && ring[slot + LOW] == id.low()) {
        return at;
      }
      at = next(at);
    }
    return -1;
  }

  private void enter(int slot) {
    int at = home(slot);
    while (table[at] != 0) {
      at = next(at);
    }
    table[at] = slot + 1;
  }

  /**
   * Takes a slot out and moves those that were pushed past it back, so that no probe ends too
   * early.
   */
  private void leave(int slot) {
    int hole = home(slot);
    while (table[hole] != slot + 1) {
      hole = next(hole);
    }
    for (int at = next(hole); table[at] != 0; at = next(at)) {
      int wanted = home(table[at] - 1);
      boolean staysBehindHole =
          hole <= at ? hole < wanted && wanted <= at : hole < wanted || wanted <= at;
      if (!staysBehindHole) {
        table[hole] = table[at];
        hole = at;
      }
    }
    table[hole] = 0;
  }

  private int home(int slot) {
    return home(ring[slot * WIDTH + HIGH], ring[slot * WIDTH + LOW]);
  }

  private int home(long high, long low) {
    long mixed = (high ^ low) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & table.length - 1;
  }

  private int next(int at) {
    return at + 1 & table.length - 1;
  }

  private void resize(int capacity) {
    long[] newRing = new long[capacity * WIDTH];
    int untilEnd = Math.min(size, capacity() - first);
    System.arraycopy(ring, first * WIDTH, newRing, 0, untilEnd * WIDTH);
    System.arraycopy(ring, 0, newRing, untilEnd * WIDTH, (size - untilEnd) * WIDTH);
    ring = newRing;
    first = 0;
    int tableLength = capacity == 0 ? 0 : Integer.highestOneBit(capacity * 4 - 1);
    table = tableLength == table.length ? table : new int[tableLength];
    Arrays.fill(table, 0);
    for (int slot = 0; slot < size; slot++) {
      enter(slot);
    }
  }
}
