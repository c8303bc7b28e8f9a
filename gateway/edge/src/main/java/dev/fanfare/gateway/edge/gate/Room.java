package dev.fanfare.gateway.edge.gate;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that messages and bodies may take while they are not complete, all connections of a
 * server together: what thousands of clients begin and never end is bounded by it. Any thread.
 */
public final class Room {
  private final long bytes;
  private final AtomicLong taken = new AtomicLong();

  /** Room for so many bytes. */
  public Room(long bytes) {
    this.bytes = bytes;
  }

  /** Takes room; false, and nothing is taken, where there is not as much. */
  public boolean take(int wanted) {
    if (taken.addAndGet(wanted) <= bytes) {
      return true;
    }
    taken.addAndGet(-wanted);
    return false;
  }

  /** Gives back what was taken. */
  public void give(int back) {
    taken.addAndGet(-back);
  }

  /** How much is taken. */
  public long taken() {
    return taken.get();
  }
}
