package dev.fanfare.protocol;

import java.util.Optional;

/**
 * A message that has its place in a channel.
 *
 * @param position where it stands; an ephemeral message has offset 0 and no place
 * @param timeMicros when the channel took it, microseconds since 1970; rises strictly within a
 *     channel, so two messages of one channel never share it, but it is never a position
 * @param draft what its publisher handed in
 */
public record Message(Position position, long timeMicros, Draft draft) {

  /**
   * The name by which later messages refer to this one: for a new message its own place, for a
   * change the serial of the message that it changes. Empty for an ephemeral message.
   */
  public Optional<String> serial() {
    if (draft.ephemeral()) {
      return Optional.empty();
    }
    return Optional.of(
        draft.change().map(Draft.Change::serial).orElseGet(() -> serialOf(position)));
  }

  /**
   * For a change its own name, by which two changes of one message are told apart; empty for a new
   * message.
   */
  public Optional<String> version() {
    return draft.change().map(change -> serialOf(position));
  }

  /**
   * The publisher's id, or the place where it has none; empty for an ephemeral message without an
   * id.
   */
  public Optional<String> id() {
    if (draft.id().isPresent()) {
      return draft.id().map(MessageId::text);
    }
    return draft.ephemeral() ? Optional.empty() : Optional.of(serialOf(position));
  }

  /** The serial of a new message that stands at a position. */
  public static String serialOf(Position position) {
    return position.epochText() + "-" + position.offset();
  }
}
