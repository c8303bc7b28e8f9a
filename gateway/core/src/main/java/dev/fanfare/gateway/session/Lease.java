package dev.fanfare.gateway.session;

import dev.fanfare.gateway.port.Leases;
import dev.fanfare.gateway.port.Leases.Beat;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.gateway.presence.Incarnation;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this gateway alive towards the store. When the store holds it for dead, or has lost
 * everything, the gateway goes on under a new name and tells all anew: who is present, and how many
 * subscribers there are. On one loop.
 */
final class Lease implements AutoCloseable {
  private static final Duration BEAT = Duration.ofSeconds(Leases.BEAT_SECONDS);

  private final Leases leases;
  private final String address;
  private final Incarnation incarnation;
  private final Runnable tellAllAnew;
  private final Loop loop;
  private final Time time;
  private final RandomGenerator random;
  private @Nullable Subscription next;
  private long run;
  private boolean knowsRun;
  private boolean closed;

  /**
   * @param address of this gateway's internal listener; empty where it has none
   * @param tellAllAnew called on the loop, when the name has changed
   */
  Lease(
      Leases leases,
      String address,
      Incarnation incarnation,
      Runnable tellAllAnew,
      Loop loop,
      Time time,
      RandomGenerator random) {
    this.leases = leases;
    this.address = address;
    this.incarnation = incarnation;
    this.tellAllAnew = tellAllAnew;
    this.loop = loop;
    this.time = time;
    this.random = random;
  }

  /** Begins to beat. */
  void start() {
    loop.execute(this::beat);
  }

  private void beat() {
    if (closed) {
      return;
    }
    long sentNanos = time.monotonicNanos();
    long id = incarnation.id();
    leases
        .beat(new Leases.Lease(id, address))
        .onSuccess(answer -> loop.execute(() -> take(answer, id, sentNanos)));
    next = loop.schedule(BEAT, this::beat);
  }

  private void take(Beat answer, long id, long sentNanos) {
    if (closed || id != incarnation.id()) {
      return;
    }
    switch (answer) {
      case Beat.Lost() -> renew();
      case Beat.Held(long storeRun) -> {
        boolean lostAll = knowsRun && storeRun != run;
        run = storeRun;
        knowsRun = true;
        if (lostAll) {
          renew();
        } else {
          incarnation.proven(sentNanos);
        }
      }
    }
  }

  private void renew() {
    incarnation.renew(random.nextLong());
    if (next != null) {
      next.close();
    }
    beat();
    tellAllAnew.run();
  }

  /** Stops to beat, and tells the store so. */
  @Override
  public void close() {
    loop.execute(
        () -> {
          closed = true;
          if (next != null) {
            next.close();
          }
        });
    leases.end(incarnation.id());
  }
}
