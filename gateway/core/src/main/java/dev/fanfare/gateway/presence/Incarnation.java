package dev.fanfare.gateway.presence;

import dev.fanfare.gateway.log.LeaseTable;
import dev.fanfare.gateway.port.Time;
import java.time.Duration;

/**
 * The name under which this gateway answers for its clients' presence towards the store, and
 * whether it still may. Any thread.
 */
public final class Incarnation {
  /** So long before the store would hold it for dead, a gateway stops to change presence. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final Time time;
  private volatile long id;
  private volatile long provenNanos;

  /** A fresh one; it has the time of a lease to prove itself. */
  public Incarnation(long id, Time time) {
    this.time = time;
    this.id = id;
    this.provenNanos = time.monotonicNanos();
  }

  /** Its name. */
  public long id() {
    return id;
  }

  /** How long ago the store was last asked and said that it lives. */
  public Duration age() {
    return Duration.ofNanos(Math.max(0, time.monotonicNanos() - provenNanos));
  }

  /** Whether the store surely does not hold it for dead. */
  public boolean holds() {
    return age().compareTo(LeaseTable.LIFE.minus(MARGIN)) < 0;
  }

  /** The store answered a beat that was sent at this moment. */
  public void proven(long sentNanos) {
    provenNanos = sentNanos;
  }

  /** Goes on under another name. */
  public void renew(long newId) {
    id = newId;
    provenNanos = time.monotonicNanos();
  }
}
