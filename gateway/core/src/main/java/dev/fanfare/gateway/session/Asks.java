package dev.fanfare.gateway.session;

import dev.fanfare.gateway.limits.Rate;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Limits;
import java.time.Duration;
import java.util.Optional;

/**
 * How fast one connection may ask for what costs work beside publishing: subscribing, reading,
 * showing another credential. Following all its channels at once, as after a reconnect, always fits
 * into it.
 *
 * <p>Belongs to one loop.
 */
final class Asks {
  private static final int AT_LEAST_PER_SECOND = 100;

  private final Rate rate;

  Asks(Limits limits) {
    this.rate = new Rate(Math.max(AT_LEAST_PER_SECOND, limits.channelsPerConnection()));
  }

  /** Takes the command out of the rate; the fault says when to ask again. */
  Optional<Fault> take(Command command, long nowNanos) {
    if (!counts(command)) {
      return Optional.empty();
    }
    long wait = rate.tryTake(1, nowNanos);
    return wait == 0
        ? Optional.empty()
        : Optional.of(
            Fault.of(
                    FaultCode.RATE_LIMITED,
                    "This connection asks faster than it may. Wait for the stated time, then ask"
                        + " again; what was refused has changed nothing.")
                .retryAfter(Duration.ofNanos(wait)));
  }

  private static boolean counts(Command command) {
    return switch (command) {
      case Command.Authenticate authenticate -> true;
      case Command.Subscribe subscribe -> true;
      case Command.ReadPresence read -> true;
      case Command.ReadHistory read -> true;
      case Command.ReadChannel read -> true;
      case Command.ListChannels list -> true;
      case Command.MakeTicket make -> true;
      case Command.Disconnect disconnect -> true;
      // There are never more of these than of what they end.
      case Command.Unsubscribe unsubscribe -> false;
      // These have a rate of their own.
      case Command.Publish publish -> false;
      case Command.EnterPresence enter -> false;
      case Command.LeavePresence leave -> false;
    };
  }
}
