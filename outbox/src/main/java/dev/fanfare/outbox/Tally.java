package dev.fanfare.outbox;

import java.util.concurrent.atomic.AtomicLong;

/** Counts how deliveries of this process went. Threads: any. */
final class Tally {
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong dead = new AtomicLong();

  void delivered(int events) {
    delivered.addAndGet(events);
  }

  void failed(int events) {
    failed.addAndGet(events);
  }

  void died(int events) {
    dead.addAndGet(events);
  }

  long delivered() {
    return delivered.get();
  }

  long failed() {
    return failed.get();
  }

  long dead() {
    return dead.get();
  }
}
