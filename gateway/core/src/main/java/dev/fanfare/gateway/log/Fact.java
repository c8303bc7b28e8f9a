package dev.fanfare.gateway.log;

import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Payload;
import java.util.Optional;

/**
 * Something that a customer's backend may want to hear of, kept in the log until an outbox has
 * taken it.
 */
public sealed interface Fact {
  /**
   * Names the fact within its channel and epoch. It rises, by one while one member writes; the
   * first fact of a log or of another member starts at random beyond the last one, because a log
   * without entries has no epoch yet, and facts that only a dead member knew must not share a name
   * with others.
   */
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

  /** Somebody asked for the channel's last message, and there was none. */
  record CacheMissed(long sequence, long timeMicros) implements Fact {}

  /**
   * A client sent an event to other clients.
   *
   * @param event its name
   * @param client who sent it, where that is known
   */
  record ClientEvent(
      long sequence,
      long timeMicros,
      String event,
      Payload payload,
      ConnectionId connection,
      Optional<ClientId> client)
      implements Fact {}

  /** The number of subscribers changed. */
  record Subscribers(long sequence, long timeMicros, int count) implements Fact {}
}
