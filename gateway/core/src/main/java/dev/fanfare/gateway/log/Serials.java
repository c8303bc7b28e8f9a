package dev.fanfare.gateway.log;

import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Position;
import java.util.Optional;

/** Reads the names of messages. */
final class Serials {
  private static final int LONGEST = 33;

  private Serials() {}

  /** The place that {@link Message#serialOf} named; empty when the text is not what that writes. */
  static Optional<Position> parse(String serial) {
    int dash = serial.lastIndexOf('-');
    if (dash < 0 || serial.length() > LONGEST) {
      return Optional.empty();
    }
    return Position.parseEpoch(serial.substring(0, dash))
        .flatMap(epoch -> parse(epoch, serial.substring(dash + 1)))
        .filter(position -> Message.serialOf(position).equals(serial));
  }

  private static Optional<Position> parse(long epoch, String offset) {
    try {
      return Optional.of(new Position(epoch, Long.parseLong(offset)));
    } catch (IllegalArgumentException notAnOffset) {
      return Optional.empty();
    }
  }
}
