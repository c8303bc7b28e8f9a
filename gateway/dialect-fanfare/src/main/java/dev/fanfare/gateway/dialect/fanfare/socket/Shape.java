package dev.fanfare.gateway.dialect.fanfare.socket;

import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.Direction;

/** How the result of a request is shown, where the result alone does not say it. */
sealed interface Shape {
  /** As the result says. */
  record Plain() implements Shape {}

  /** The answer to a hello. */
  record Greeting() implements Shape {}

  /** The answer to a subscription that stood in a hello. */
  record Greeted(ChannelName channel) implements Shape {}

  /** The answer to a subscription. */
  record Joining() implements Shape {}

  /** The one acknowledgement of a single publish, without a list around it. */
  record Single() implements Shape {}

  /** How many, without who. */
  record Count() implements Shape {}

  /** A page of history that goes on in this direction. */
  record Paged(Direction direction) implements Shape {}
}
