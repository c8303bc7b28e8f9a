package dev.fanfare.protocol;

/**
 * The identity that a customer gave a user of theirs; several connections may share it.
 *
 * @param text 1 to 128 bytes of UTF-8 without control characters
 */
public record ClientId(String text) {
  /** The longest client id in bytes of UTF-8. */
  public static final int MAX_BYTES = 128;

  public ClientId {
    if (!isValid(text)) {
      throw new IllegalArgumentException(
          "A client id is 1 to 128 bytes of UTF-8 without control characters");
    }
  }

  /** Whether {@code new ClientId(text)} would succeed. */
  public static boolean isValid(String text) {
    return Ids.isPlainText(text, MAX_BYTES);
  }

  @Override
  public String toString() {
    return text;
  }
}
