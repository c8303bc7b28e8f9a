package dev.fanfare.gateway.boot;

import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Subscription;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/** Ends the wait for something that may never be done. */
final class Deadline {
  private Deadline() {}

  /**
   * Completes when the work is done, however it ends, or when the time is over.
   *
   * @param tooLate told when the time was over first; on the loop
   */
  static Future<Void> within(Duration time, Loop loop, Future<?> work, Runnable tooLate) {
    Promise<Void> over = Promise.promise();
    Subscription alarm =
        loop.schedule(
            time,
            () -> {
              if (over.tryComplete()) {
                tooLate.run();
              }
            });
    work.onComplete(
        done -> {
          alarm.close();
          over.tryComplete();
        });
    return over.future();
  }
}
