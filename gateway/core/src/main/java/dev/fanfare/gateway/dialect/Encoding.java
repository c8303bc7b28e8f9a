package dev.fanfare.gateway.dialect;

import dev.fanfare.protocol.Event;
import java.util.Optional;

/**
 * Renders events for the clients of a dialect. Total: every event, any message, with or without a
 * name, text, JSON or binary. One instance per encoding, compared by identity; any thread.
 */
public interface Encoding {
  /** Its name in metrics, such as {@code fanfare.v1.json}. */
  String name();

  /** Whether what it renders is binary. */
  boolean binary();

  /** Whether what it renders for this event is binary, where that is not always the same. */
  default boolean binary(Event event) {
    return binary();
  }

  /**
   * Whether what it renders goes to each client's {@link Conversation#event}, which wraps it for
   * that client alone, instead of being shared by all sockets. It costs a turn of the conversation
   * for each delivery: for clients that need something of their own beside each event.
   */
  default boolean individual() {
    return false;
  }

  /**
   * Whether a connection hears of changes of its own presence entry as everybody else does. Without
   * it what is rendered of such a change goes to the others only.
   */
  default boolean echoesPresence() {
    return true;
  }

  /** The bytes for an event; empty when clients of this dialect are not told of it. */
  Optional<byte[]> render(Event event);
}
