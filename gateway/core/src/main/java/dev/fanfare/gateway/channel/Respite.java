package dev.fanfare.gateway.channel;

import java.time.Duration;

/**
 * How long a lane that is behind lets more come before it writes again. On its loop only.
 *
 * <p>A round costs one write to each member, whether it carries one message or a hundred. A lane
 * that finds more waiting at the end of a round would begin the next one at once, with the few that
 * came meanwhile, and be behind again at its end: always busy, at the highest price for each
 * message. Instead it rests for as long as the round took, and joins what came until then. So one
 * channel at its limit leaves half of its loop's time to others, and its own messages get to
 * everybody sooner, because there is less to write.
 *
 * <p>A lane that keeps up never rests.
 */
final class Respite {
  /** Rests last no longer than this, however many members there are. */
  static final Duration LONGEST = Duration.ofMillis(20);

  /** After a shorter round the timer would cost more than what it saves. */
  static final Duration LEAST_ROUND = Duration.ofNanos(200_000);

  private long begun;
  private long until;
  private boolean due;

  /** A round begins. */
  void begins(long nanos) {
    begun = nanos;
  }

  /**
   * A round has ended.
   *
   * @param behind whether more waits that could be joined with what comes next
   */
  void ended(long nanos, boolean behind) {
    long took = nanos - begun;
    due = behind && took >= LEAST_ROUND.toNanos();
    until = nanos + Math.min(took, LONGEST.toNanos());
  }

  /** What is left of the rest; nothing where there is none. */
  Duration left(long nanos) {
    due = due && nanos - until < 0;
    return due ? Duration.ofNanos(until - nanos) : Duration.ZERO;
  }

  /** Whether there may be something left of it. */
  boolean isDue() {
    return due;
  }
}
