package dev.fanfare.gateway.limits;

import dev.fanfare.gateway.log.Room;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import java.time.Duration;

/**
 * What somebody is told for whom a channel would have to be made, where there is no room for it.
 */
public final class NoRoom {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(10);

  private NoRoom() {}

  /** The refusal; {@code most} is how many channels the app may have. */
  public static Fault fault(Room why, int most) {
    return switch (why) {
      case APP_IS_FULL ->
          Fault.of(
              FaultCode.LIMIT_REACHED,
              "The app has "
                  + most
                  + " channels, as many as it may, and this would be a new one. Use one that is"
                  + " there, wait until others are forgotten (minutes after their last use), or"
                  + " raise the app's limit 'channels'.");
      case LATER, FREE ->
          Fault.of(
                  FaultCode.UNAVAILABLE,
                  "The store still counts the app's channels, and this would be a new one. Nothing"
                      + " was changed: try again after the stated time.")
              .retryAfter(SOON);
      case STORE_IS_FULL ->
          Fault.of(
                  FaultCode.UNAVAILABLE,
                  "The store holds as many channels as it may, and this would be a new one. Nothing"
                      + " was changed: use a channel that is there, or try again after the stated"
                      + " time.")
              .retryAfter(LATER);
    };
  }
}
