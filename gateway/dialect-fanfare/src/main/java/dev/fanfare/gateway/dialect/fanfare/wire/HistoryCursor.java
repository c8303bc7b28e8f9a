package dev.fanfare.gateway.dialect.fanfare.wire;

import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Position;
import java.util.Optional;

/**
 * Where the next page of history begins, and in which direction it goes; opaque to clients.
 *
 * @param direction of the page before
 * @param after the place that the page before ended with
 */
public record HistoryCursor(Direction direction, Position after) {

  /** The cursor as clients keep it. */
  public static String text(Direction direction, Position after) {
    String letter =
        switch (direction) {
          case BACKWARDS -> "b";
          case FORWARDS -> "f";
        };
    return letter + "-" + Places.text(after);
  }

  /** Reads what {@link #text} wrote; empty when it is no such text. */
  public static Optional<HistoryCursor> parse(String text) {
    if (text.startsWith("b-")) {
      return of(Direction.BACKWARDS, text);
    }
    return text.startsWith("f-") ? of(Direction.FORWARDS, text) : Optional.empty();
  }

  private static Optional<HistoryCursor> of(Direction direction, String text) {
    return Places.parse(text.substring(2)).map(place -> new HistoryCursor(direction, place));
  }
}
