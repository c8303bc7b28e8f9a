package dev.fanfare.gateway.boot.metrics;

import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.gateway.port.Time;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Measures how late event loops run: each one is asked twice a second to run nothing, and the
 * lateness is written down.
 */
public final class LoopDelay {
  private static final Duration EVERY = Duration.ofMillis(500);

  private final Time time;
  private final Metrics metrics;

  /** Measures with this clock. */
  public LoopDelay(Time time, Metrics metrics) {
    this.time = time;
    this.metrics = metrics;
  }

  /** Watches these loops until the answer is closed. */
  public Subscription watch(Iterable<? extends Loop> loops) {
    AtomicBoolean stopped = new AtomicBoolean();
    for (Loop loop : loops) {
      ask(loop, stopped);
    }
    return () -> stopped.set(true);
  }

  private void ask(Loop loop, AtomicBoolean stopped) {
    long due = time.monotonicNanos() + EVERY.toNanos();
    loop.schedule(
        EVERY,
        () -> {
          if (!stopped.get()) {
            metrics.loopDelay(Math.max(0, time.monotonicNanos() - due));
            ask(loop, stopped);
          }
        });
  }
}
