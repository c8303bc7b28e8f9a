package dev.fanfare.gateway.dialect.fanfare.socket;

import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Command.Subscribe;
import java.util.List;
import java.util.Optional;

/** What a client asks for in one frame. */
sealed interface Request {
  /** The first words of a connection, with the channels to subscribe at once. */
  record Hello(Optional<Presented> credential, List<Subscribe> subscriptions) implements Request {
    public Hello {
      subscriptions = List.copyOf(subscriptions);
    }
  }

  /** A fresh token in place of the old one. */
  record Refresh(Presented credential) implements Request {}

  /** Something for the core to do; its result is shown in a shape. */
  record Ask(Command command, Shape shape) implements Request {}

  /** Are you there? */
  record Ping() implements Request {}

  /** An orderly leave. */
  record Bye() implements Request {}
}
