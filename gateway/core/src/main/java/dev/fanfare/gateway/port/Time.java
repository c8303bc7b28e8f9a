package dev.fanfare.gateway.port;

/** The only source of time. */
public interface Time {
  /** Microseconds since 1970; may jump. */
  long wallMicros();

  /** Nanoseconds since some moment; never goes back. Only differences mean something. */
  long monotonicNanos();
}
