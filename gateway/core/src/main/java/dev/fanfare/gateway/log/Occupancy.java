package dev.fanfare.gateway.log;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many subscribers each gateway has. Its size is bounded by the number of gateways: one that is
 * gone says 0 or is reaped.
 */
final class Occupancy {
  private final Map<Long, Integer> subscribers = new TreeMap<>();
  private long total;

  boolean isEmpty() {
    return subscribers.isEmpty();
  }

  /** Over all gateways; as many as an int can say. */
  int total() {
    return clamped(total);
  }

  int of(long incarnation) {
    return subscribers.getOrDefault(incarnation, 0);
  }

  /** By gateway, in the order of their incarnations. */
  Map<Long, Integer> all() {
    return Collections.unmodifiableMap(subscribers);
  }

  /** What {@link #total()} would be if a gateway had so many. */
  int totalWith(long incarnation, int count) {
    return clamped(total - of(incarnation) + count);
  }

  void set(long incarnation, int count) {
    total += count - of(incarnation);
    if (count == 0) {
      subscribers.remove(incarnation);
    } else {
      subscribers.put(incarnation, count);
    }
  }

  private static int clamped(long sum) {
    return (int) Math.min(Integer.MAX_VALUE, sum);
  }
}
