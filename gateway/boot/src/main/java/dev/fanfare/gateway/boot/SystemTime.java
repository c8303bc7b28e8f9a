package dev.fanfare.gateway.boot;

import dev.fanfare.gateway.port.Time;
import java.time.Instant;

/** The machine's time. */
enum SystemTime implements Time {
  INSTANCE;

  @Override
  public long wallMicros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }
}
