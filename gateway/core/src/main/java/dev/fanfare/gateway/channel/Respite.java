package dev.fanfare.gateway.channel;

import java.time.Duration;

/**
 * How long a lane that is behind lets more come before it writes again. On its loop only.
 *
 * <p>A round costs one write to each member, whether it carries one message or a hundred. A lane
 * that finds more waiting at the end of a round would begin the next one at once, with the few that
 * came meanwhile, and be behind again at its end: always busy, at the highest price for each
 * message. Instead it rests for half as long again as the round took, and joins what came until
 * then; and so after the next rounds, since what was joined would else come apart again. So one
 * channel at its limit takes less than half of its loop's time, and its own messages get to
 * everybody sooner, because there is less to write.
 *
 * <p>A lane that keeps up never rests.
 */
final class Respite {
  /** Rests last no longer than this, however many members there are. */
  static final Duration LONGEST = Duration.ofMillis(20);

  /** After a shorter round the timer would cost more than what it saves. */
  static final Duration LEAST_ROUND = Duration.ofNanos(200_000);

  /** After so many rounds it rests: the one at whose end it was behind, and those that follow. */
  static final int ROUNDS = 4;

  /** What there is at the end of a round. */
  enum Waiting {
    /** The lane keeps up. */
    NOTHING,
    /** The lane is behind, and what waits can be joined with what comes. */
    SOMETHING,
    /** As much as is joined at most, or what cannot be joined: it gains nothing by a rest. */
    ENOUGH
  }

  private long begun;
  private long until;
  private boolean due;
  private int rounds;

  /** A round begins. */
  void begins(long nanos) {
    begun = nanos;
  }

  /** A round has ended. */
  void ended(long nanos, Waiting waiting) {
    long took = nanos - begun;
    rounds = waiting == Waiting.SOMETHING ? ROUNDS : Math.max(0, rounds - 1);
    due = rounds > 0 && waiting != Waiting.ENOUGH && took >= LEAST_ROUND.toNanos();
    until = nanos + Math.min(took + took / 2, LONGEST.toNanos());
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
