package dev.fanfare.bench.load;

/** What decides when the next message is published. Its methods run on the publishers' loop. */
sealed interface Drive permits Paced, ClosedLoop {
  void start();

  /** Publishes nothing from now on. */
  void stop();
}
