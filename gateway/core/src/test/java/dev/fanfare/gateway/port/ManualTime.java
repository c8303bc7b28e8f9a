package dev.fanfare.gateway.port;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Time that stands still until a test moves it; any thread may read it. */
public final class ManualTime implements Time {
  private long wallMicros =
      ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2026-11-21T12:00:00Z"));

  /** Starts below zero, as {@link System#nanoTime} may. */
  private long monotonicNanos = -1_000_000_000_000L;

  @Override
  public synchronized long wallMicros() {
    return wallMicros;
  }

  @Override
  public synchronized long monotonicNanos() {
    return monotonicNanos;
  }

  public synchronized Instant now() {
    return Instant.EPOCH.plus(wallMicros, ChronoUnit.MICROS);
  }

  /** Both clocks go on. */
  public synchronized void advance(Duration time) {
    wallMicros += time.toNanos() / 1_000;
    monotonicNanos += time.toNanos();
  }

  /** Somebody sets the wall clock. */
  public synchronized void jumpWall(Duration by) {
    wallMicros += by.toNanos() / 1_000;
  }
}
