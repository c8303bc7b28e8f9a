package dev.fanfare.gateway.log;

import dev.fanfare.protocol.ClientId;

/**
 * Something that a customer's backend may want to hear of, kept in the log until an outbox has
 * taken it.
 */
public sealed interface Fact {
  /** Rises by one within a channel and epoch; names the fact together with both. */
  long sequence();

  /** When it happened, microseconds since 1970. */
  long timeMicros();

  /** The first subscriber came. */
  record Occupied(long sequence, long timeMicros) implements Fact {}

  /** The last subscriber went. */
  record Vacated(long sequence, long timeMicros) implements Fact {}

  /** A client's first presence entry came. */
  record MemberAdded(long sequence, long timeMicros, ClientId client) implements Fact {}

  /** A client's last presence entry went. */
  record MemberRemoved(long sequence, long timeMicros, ClientId client) implements Fact {}

  /** The number of subscribers changed. */
  record Subscribers(long sequence, long timeMicros, int count) implements Fact {}
}
