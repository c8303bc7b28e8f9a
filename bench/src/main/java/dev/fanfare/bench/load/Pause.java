package dev.fanfare.bench.load;

import java.time.Duration;

/**
 * The one place where the bench sleeps: time is what it measures in, so a window has to pass, and a
 * process of which only its outside is known is looked at again.
 */
public final class Pause {
  private Pause() {}

  /** Lets time pass; not on event loops. */
  public static void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted", interrupted);
    }
  }
}
