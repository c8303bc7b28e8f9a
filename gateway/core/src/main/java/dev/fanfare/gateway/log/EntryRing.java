package dev.fanfare.gateway.log;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Entries of one kind in the order of their offsets, with the log's time at which each came. */
final class EntryRing {
  private static final int LEAST = 4;

  private static final @Nullable Entry[] NO_ENTRIES = new @Nullable Entry[0];
  private static final long[] NO_TIMES = new long[0];

  private @Nullable Entry[] entries = NO_ENTRIES;
  private long[] times = NO_TIMES;
  private int first;
  private int size;
  private long bytes;

  int size() {
    return size;
  }

  /** Of all entries together. */
  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The entry at an index, 0 being the oldest. */
  Entry get(int index) {
    Entry entry = entries[slot(index)];
    if (entry == null) {
      throw new IndexOutOfBoundsException(index);
    }
    return entry;
  }

  /** When the entry at an index came. */
  long timeOf(int index) {
    return times[slot(index)];
  }

  /** Adds one whose offset and time are not less than the last one's. */
  void add(Entry entry, long time) {
    if (size == entries.length) {
      resize(Math.max(LEAST, size * 2));
    }
    int slot = slot(size);
    entries[slot] = entry;
    times[slot] = time;
    size++;
    bytes += entry.bytes().length;
  }

  Entry removeFirst() {
    Entry entry = get(0);
    entries[first] = null;
    first = size == 1 ? 0 : slot(1);
    size--;
    bytes -= entry.bytes().length;
    if (size == 0) {
      entries = NO_ENTRIES;
      times = NO_TIMES;
    } else if (entries.length > LEAST && size <= entries.length / 4) {
      resize(entries.length / 2);
    }
    return entry;
  }

  /** The index of the first entry whose offset is greater; {@link #size()} when there is none. */
  int indexAfter(long offset) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (get(middle).offset() <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The index of the first entry that came at this time or later; {@link #size()} when there is
   * none.
   */
  int indexSince(long time) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (timeOf(middle) < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int slot(int index) {
    int slot = first + index;
    return slot < entries.length ? slot : slot - entries.length;
  }

  private void resize(int capacity) {
    int untilEnd = Math.min(size, entries.length - first);
    @Nullable Entry[] newEntries = Arrays.copyOfRange(entries, first, first + capacity);
    long[] newTimes = Arrays.copyOfRange(times, first, first + capacity);
    Arrays.fill(newEntries, untilEnd, capacity, null);
    System.arraycopy(entries, 0, newEntries, untilEnd, size - untilEnd);
    System.arraycopy(times, 0, newTimes, untilEnd, size - untilEnd);
    entries = newEntries;
    times = newTimes;
    first = 0;
  }
}
