package dev.fanfare.gateway.dialect.fanfare.socket;

import java.util.function.LongSupplier;

/**
 * Where a conversation has the time from.
 *
 * @param wall milliseconds since 1970; may jump
 * @param monotonic nanoseconds since some moment; never goes back
 */
public record Clocks(LongSupplier wall, LongSupplier monotonic) {
  /** Milliseconds since 1970. */
  public long wallMillis() {
    return wall.getAsLong();
  }

  /** Nanoseconds since some moment. */
  public long monotonicNanos() {
    return monotonic.getAsLong();
  }
}
