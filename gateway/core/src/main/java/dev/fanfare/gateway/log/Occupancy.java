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
  private int total;

  boolean isEmpty() {
    return subscribers.isEmpty();
  }

  /** Over all gateways; as many as an int can say. */
  int total() {
    return total;
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
    long sum = (long) total - of(incarnation) + count;
    return (int) Math.min(Integer.MAX_VALUE, sum);
  }

  void set(long incarnation, int count) {
    if (count == 0) {
      subscribers.remove(incarnation);
    } else {
      subscribers.put(incarnation, count);
    }
    long sum = 0;
    for (int each : subscribers.values()) {
      sum += each;
    }
    total = (int) Math.min(Integer.MAX_VALUE, sum);
  }
}
