package dev.fanfare.gateway.log;

import java.time.Duration;

/** Durations as the log counts them. */
final class Micros {
  private static final long LONGEST_SECONDS = Long.MAX_VALUE / 2_000_000;

  private Micros() {}

  /** In microseconds; half the range of a long when it is longer, so that sums do not overflow. */
  static long of(Duration duration) {
    long seconds = Math.max(-LONGEST_SECONDS, Math.min(LONGEST_SECONDS, duration.toSeconds()));
    return seconds * 1_000_000 + duration.toNanosPart() / 1_000;
  }
}
