package dev.fanfare.chaos.run;

import dev.fanfare.chaos.history.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** Takes events from any thread, each with the time at which it is taken. */
final class Recorder {
  /** Some hours of the standard load. Past it the run ends, for its history would have holes. */
  private static final int MOST = 8_000_000;

  private final long began = System.nanoTime();
  private final List<Event> events = new ArrayList<>();
  private long heardAt;

  /** Time and place in the list agree, for both are given under one lock. */
  synchronized void take(LongFunction<Event> event) {
    if (events.size() < MOST) {
      Event taken = event.apply(now());
      events.add(taken);
      if (taken instanceof Event.Subscribed
          || taken instanceof Event.Delivered
          || taken instanceof Event.Told) {
        heardAt = taken.at();
      }
    }
  }

  /** For how many milliseconds no subscriber has heard anything. */
  synchronized long quietMillis() {
    return now() - heardAt;
  }

  /** Milliseconds since the run began. */
  long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

  synchronized boolean isFull() {
    return events.size() >= MOST;
  }

  synchronized List<Event> all() {
    return List.copyOf(events);
  }
}
