package dev.fanfare.bench.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;

/** What all connections of a fleet received together. Its event loop alone touches it. */
final class Score {
  /** Longer latencies count as this. */
  private static final long LONGEST_NANOS = 60_000_000_000L;

  /** More messages than this in flight at once would be counted wrong. */
  private static final int RING = 4_096;

  private final Histogram latency = new Histogram(LONGEST_NANOS, 3);
  private final int[] arrivals = new int[RING];
  private final List<String> complaints = new ArrayList<>();
  private long deliveries;
  private long broken;
  private int completed;
  private int completeAt = Integer.MAX_VALUE;
  private IntConsumer onCompleted = count -> {};

  /** Tells, in batches, how many messages have reached this many connections. */
  void whenCompleted(int connections, IntConsumer listener) {
    completeAt = connections;
    onCompleted = listener;
  }

  void delivered(int sequence, long nanos) {
    deliveries++;
    latency.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    if (completeAt != Integer.MAX_VALUE) {
      int slot = sequence & (RING - 1);
      if (++arrivals[slot] == completeAt) {
        arrivals[slot] = 0;
        completed++;
      }
    }
  }

  /** The bytes that lay ready on a connection are read. */
  void readComplete() {
    if (completed > 0) {
      int count = completed;
      completed = 0;
      onCompleted.accept(count);
    }
  }

  /** Forgets half-arrived messages, after some were lost. */
  void forgetArrivals() {
    Arrays.fill(arrivals, 0);
  }

  /** A message that could not be read whole. */
  void broken() {
    broken++;
  }

  void complain(String why) {
    if (complaints.size() < 10) {
      complaints.add(why);
    }
  }

  void resetLatency() {
    latency.reset();
  }

  Histogram latency() {
    return latency.copy();
  }

  long deliveries() {
    return deliveries;
  }

  long brokenMessages() {
    return broken;
  }

  List<String> complaints() {
    return List.copyOf(complaints);
  }
}
