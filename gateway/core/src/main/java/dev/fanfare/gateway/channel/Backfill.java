package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.log.Slice;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Telemetry;
import dev.fanfare.protocol.Position;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks the store for what the bus did not bring: one question at a time, so that a slice always
 * follows the place from which it is filled in. It waits a moment before, since the bus may mend
 * itself; while the store fails it asks again, ever more slowly, at least once a second.
 *
 * <p><b>Threads.</b> Guarded by the monitor of its hole: whether something is missing and whether
 * somebody asks for it change together.
 */
final class Backfill {
  private static final Duration DELAY = Duration.ofMillis(20);
  private static final long FIRST_RETRY_MILLIS = 20;
  private static final long LAST_RETRY_MILLIS = 1_000;

  private final Hole hole;
  private final Loop loop;
  private final Telemetry telemetry;
  private boolean asking;
  private int failures;

  /**
   * @param loop on which it waits
   */
  Backfill(Hole hole, Loop loop, Telemetry telemetry) {
    this.hole = hole;
    this.loop = loop;
    this.telemetry = telemetry;
  }

  /** What may have to be filled. */
  interface Hole {
    /** The place after which something is missing, when it is; under the monitor. */
    Optional<Position> missing();

    /** Reads a slice of the log after a place. */
    Future<Slice> readAfter(Position place);

    /**
     * Takes what the store has after the place that was missing; under the monitor. Where that is
     * not all, {@link Backfill#ask} is called again.
     *
     * @return the lanes that are to be kicked, outside of the monitor
     */
    List<Lane> fill(Slice slice);
  }

  /**
   * Something is missing; under the monitor.
   *
   * @param urgent whether waiting would not mend it
   */
  void ask(boolean urgent) {
    if (asking) {
      return;
    }
    asking = true;
    if (urgent) {
      loop.execute(this::read);
    } else {
      loop.schedule(DELAY, this::read);
    }
  }

  private void read() {
    Optional<Position> missing;
    synchronized (hole) {
      missing = hole.missing();
      asking = missing.isPresent();
    }
    missing.ifPresent(
        after -> {
          telemetry.backfilled();
          hole.readAfter(after).onSuccess(this::fill).onFailure(failure -> failed());
        });
  }

  private void fill(Slice slice) {
    List<Lane> toKick;
    synchronized (hole) {
      asking = false;
      failures = 0;
      toKick = hole.fill(slice);
    }
    Lane.kick(toKick);
  }

  private void failed() {
    telemetry.storeFailed();
    int before;
    synchronized (hole) {
      before = failures++;
    }
    long millis = Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(before, 6));
    loop.schedule(Duration.ofMillis(millis), this::read);
  }
}
