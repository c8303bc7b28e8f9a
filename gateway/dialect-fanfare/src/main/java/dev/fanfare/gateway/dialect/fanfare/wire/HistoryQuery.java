package dev.fanfare.gateway.dialect.fanfare.wire;

import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Command.ReadHistory;
import dev.fanfare.protocol.Position;
import java.util.Optional;

/** Makes the question for history out of its parts, the same for WebSocket and REST. */
public final class HistoryQuery {
  /** Messages on a page where nothing is said. */
  public static final int DEFAULT_LIMIT = 100;

  /** The largest page. */
  public static final int MAX_LIMIT = 1_000;

  private HistoryQuery() {}

  /**
   * The command for a page.
   *
   * @param direction {@code backwards} or {@code forwards}; absent: as the cursor, or backwards
   * @throws InvalidInput when the parts contradict each other, or the cursor is none
   */
  public static ReadHistory of(
      ChannelName channel,
      Optional<String> direction,
      Optional<Position> from,
      Optional<String> cursor,
      int limit)
      throws InvalidInput {
    Optional<Direction> wanted =
        direction.map(text -> text.equals("forwards") ? Direction.FORWARDS : Direction.BACKWARDS);
    if (cursor.isEmpty()) {
      return new ReadHistory(channel, from, wanted.orElse(Direction.BACKWARDS), limit);
    }
    Optional<HistoryCursor> parsed = HistoryCursor.parse(cursor.get());
    if (parsed.isEmpty()) {
      throw InvalidInput.field("cursor", "is not one. Send back the 'next' of the page before.");
    }
    HistoryCursor next = parsed.get();
    if (from.isPresent() || (wanted.isPresent() && wanted.get() != next.direction())) {
      throw InvalidInput.field(
          "cursor", "already says where to read, and in which direction. Leave the other out.");
    }
    return new ReadHistory(channel, Optional.of(next.after()), next.direction(), limit);
  }
}
