package dev.fanfare.outbox;

import dev.fanfare.protocol.AppId;
import java.time.InstantSource;
import java.util.List;

/** What was given up, and how it is sent again. Blocking; an outbox may be at work meanwhile. */
public final class DeadLetters {
  private final Deliveries deliveries;
  private final InstantSource clock;

  /** Those of a database. */
  public DeadLetters(Database database, InstantSource clock) {
    this.deliveries = new Deliveries(database);
    this.clock = clock;
  }

  /** An app's dead letters, oldest first. */
  public List<DeadLetter> of(AppId app, int limit) {
    return deliveries.deadLetters(app, limit);
  }

  /**
   * Lets an app's dead letters be sent again, each with the id it always had, by whichever outbox
   * works on the database.
   *
   * @return how many
   */
  public int replay(AppId app) {
    return deliveries.replay(app, clock.instant());
  }
}
