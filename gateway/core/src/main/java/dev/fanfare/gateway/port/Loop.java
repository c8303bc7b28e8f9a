package dev.fanfare.gateway.port;

import java.time.Duration;

/**
 * One event loop: a thread that runs tasks one after the other. Everything of one connection
 * happens on one loop.
 */
public interface Loop {
  /** Its number, from 0, unique among the loops of this process. */
  int index();

  /** Whether the calling thread is this loop. */
  boolean isCurrent();

  /** Runs a task on this loop, after those handed in before by the same thread. */
  void execute(Runnable task);

  /**
   * Runs a task in the next turn of this loop: after what was handed in before, and after its
   * sockets were looked at once more. On this loop only.
   */
  void executeNextTurn(Runnable task);

  /** Runs a task once after a time, on this loop. */
  Subscription schedule(Duration delay, Runnable task);
}
