package dev.fanfare.gateway.boot;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Notices that a process has so little memory that it does hardly anything but look for some. The
 * JVM finds a crumb each time and goes on for minutes, while others wait for its answers. Such a
 * process ends, as one does that finds no memory at all ({@code -XX:+ExitOnOutOfMemoryError}).
 */
final class HeapWatch {
  private static final int EXIT_CODE = 3;
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final double TOO_MUCH = 0.75;
  private static final int TOO_OFTEN = 4;

  private final LongSupplier collectedMillis;
  private final LongSupplier nanos;
  private long lastCollected;
  private long lastNanos;
  private int inARow;

  /**
   * A watch that looks when it is told to.
   *
   * @param collectedMillis for how long the process has stood still for its collector, in all
   * @param nanos a monotonic clock
   */
  HeapWatch(LongSupplier collectedMillis, LongSupplier nanos) {
    this.collectedMillis = collectedMillis;
    this.nanos = nanos;
    lastCollected = collectedMillis.getAsLong();
    lastNanos = nanos.getAsLong();
  }

  /** Watches this process for as long as it lives, on a thread of its own. */
  static void start() {
    List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    LongSupplier collected =
        () -> collectors.stream().mapToLong(it -> Math.max(0, it.getCollectionTime())).sum();
    HeapWatch watch = new HeapWatch(collected, SystemTime.INSTANCE::monotonicNanos);
    Thread thread = new Thread(watch::watch, "fanfare-heap");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    while (!isExhausted()) {
      LockSupport.parkNanos(EVERY.toNanos());
    }
    try {
      System.err.println("fanfare: Too little memory: collecting takes all the time. Raise -Xmx.");
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE); // also when there was none left to say so
    }
  }

  /** Whether the collector took most of the time since each of the last looks. */
  boolean isExhausted() {
    long collected = collectedMillis.getAsLong();
    long now = nanos.getAsLong();
    double passedMillis = (now - lastNanos) / 1e6;
    inARow = collected - lastCollected >= TOO_MUCH * Math.max(1, passedMillis) ? inARow + 1 : 0;
    lastCollected = collected;
    lastNanos = now;
    return inARow >= TOO_OFTEN;
  }
}
