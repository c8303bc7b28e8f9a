package dev.fanfare.gateway.port;

import io.vertx.core.Future;
import java.time.Instant;

/**
 * Remembers which tickets were used, so that none opens twice. It knows nothing else of them.
 *
 * <p><b>Threads.</b> Any; never blocks. Futures complete on any thread and fail when the list
 * cannot be reached: then nothing is known, and the ticket is not to be accepted.
 */
public interface SpentTickets {

  /**
   * Spends a ticket. Of all who spend the same one, exactly one is told {@link Spending#FIRST},
   * until the given time; afterwards the list may forget it, since the ticket is void by itself.
   *
   * @param id unique for each ticket ever made
   */
  Future<Spending> spend(String id, Instant until);

  /** What the list knows of a ticket. */
  enum Spending {
    /** It was unused, and is used now. */
    FIRST,
    /** It was used before. */
    AGAIN,
    /** The list is full of tickets that are not void yet: nobody knows. */
    FULL
  }
}
