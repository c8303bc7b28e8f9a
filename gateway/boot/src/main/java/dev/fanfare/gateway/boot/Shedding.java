package dev.fanfare.gateway.boot;

import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/**
 * Sends the clients of a stopping gateway elsewhere, a part at a time, so that they do not all
 * arrive there at once: all within half of the grace time, each asked to come back after a random
 * wait of up to two seconds.
 */
final class Shedding {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration COME_BACK_WITHIN = Duration.ofSeconds(2);
  private static final int AT_LEAST = 100;

  private final Sessions sessions;
  private final Loop loop;
  private final long endNanos;
  private final int most;

  Shedding(Sessions sessions, Loop loop, Duration grace) {
    this.sessions = sessions;
    this.loop = loop;
    this.endNanos = System.nanoTime() + grace.toNanos() * 3 / 4;
    long pauses = Math.max(1, grace.toMillis() / 2 / PAUSE.toMillis());
    this.most = Math.max(AT_LEAST, (int) (sessions.size() / pauses) + 1);
  }

  /** Completes when all are gone, or three quarters of the grace time are over. */
  Future<Void> all() {
    Promise<Void> done = Promise.promise();
    shed(done);
    return done.future();
  }

  private void shed(Promise<Void> done) {
    int left = sessions.shed(most, COME_BACK_WITHIN);
    if (left == 0 || System.nanoTime() - endNanos > 0) {
      done.complete();
    } else {
      loop.schedule(PAUSE, () -> shed(done));
    }
  }
}
