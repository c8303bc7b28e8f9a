package dev.fanfare.protocol;

/**
 * A publisher's own id of a message. Within five minutes a second publish with the same id to the
 * same channel is answered with the first one's position and delivered once.
 *
 * @param text 1 to 128 bytes of UTF-8 without control characters
 */
public record MessageId(String text) {
  /** The longest message id in bytes of UTF-8. */
  public static final int MAX_BYTES = 128;

  public MessageId {
    if (!isValid(text)) {
      throw new IllegalArgumentException(
          "A message id is 1 to 128 bytes of UTF-8 without control characters");
    }
  }

  /** Whether {@code new MessageId(text)} would succeed. */
  public static boolean isValid(String text) {
    return Ids.isPlainText(text, MAX_BYTES);
  }

  @Override
  public String toString() {
    return text;
  }
}
