package dev.fanfare.testkit;

import dev.fanfare.gateway.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that stands still until a test moves it. Reading it is safe on any thread; one thread moves
 * it.
 *
 * <p>Timers of the {@link ManualLoop}s of this clock run on the way, each at its own moment, in the
 * order in which they are due: {@code advance(ofSeconds(31))} sees three beats of a heart that
 * beats every ten seconds.
 */
public final class ManualClock implements Time {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<ManualLoop> loops = new CopyOnWriteArrayList<>();
  private volatile long monotonicNanos;
  private final AtomicLong wallOffsetMicros =
      new AtomicLong(TimeUnit.MILLISECONDS.toMicros(START.toEpochMilli()));

  @Override
  public long wallMicros() {
    return wallOffsetMicros.get() + TimeUnit.NANOSECONDS.toMicros(monotonicNanos);
  }

  @Override
  public long monotonicNanos() {
    return monotonicNanos;
  }

  /** Lets time pass, and everything happen on the loops that is due by then or is caused by it. */
  public void advance(Duration time) {
    long target = monotonicNanos + time.toNanos();
    settle();
    while (true) {
      long next = Long.MAX_VALUE;
      for (ManualLoop loop : loops) {
        next = Math.min(next, loop.nextDueNanos());
      }
      if (next > target) {
        break;
      }
      monotonicNanos = Math.max(next, monotonicNanos);
      loops.forEach(ManualLoop::wake);
      settle();
    }
    monotonicNanos = target;
  }

  /** Lets time pass in which nothing happens, as while a loop is busy: what is due comes later. */
  public void pass(Duration time) {
    long now = monotonicNanos;
    monotonicNanos = now + time.toNanos();
  }

  /**
   * Sets the wall clock forwards or back, as an operator may; the monotonic clock does not notice.
   */
  public void jumpWall(Duration by) {
    wallOffsetMicros.addAndGet(TimeUnit.NANOSECONDS.toMicros(by.toNanos()));
  }

  /** Runs every loop of this clock until none has anything left to do now. */
  public void settle() {
    boolean ran = true;
    while (ran) {
      ran = false;
      for (ManualLoop loop : loops) {
        ran |= loop.runAll() > 0;
      }
    }
  }

  void attach(ManualLoop loop) {
    loops.add(loop);
  }
}
