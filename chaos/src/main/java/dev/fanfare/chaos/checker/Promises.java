package dev.fanfare.chaos.checker;

import java.time.Duration;

/**
 * How far the promises go that a history is judged by.
 *
 * @param window how long a subscriber may be away and still miss nothing
 * @param presenceVisible after which time a member who entered must be seen
 * @param ghostGone after which time a member who is gone must not be seen any more
 * @param recovery how long after a fault is over presence may still be missing
 */
public record Promises(
    Duration window, Duration presenceVisible, Duration ghostGone, Duration recovery) {
  /** What the documentation promises with standard rules. */
  public static Promises standard() {
    return new Promises(
        Duration.ofMinutes(2),
        Duration.ofSeconds(2),
        Duration.ofSeconds(15),
        Duration.ofSeconds(5));
  }
}
