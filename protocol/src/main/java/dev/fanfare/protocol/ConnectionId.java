package dev.fanfare.protocol;

/**
 * Names one connection for as long as it lives; never reused, not a secret.
 *
 * @param text 1 to 64 letters, digits, dots, underscores or hyphens
 */
public record ConnectionId(String text) {
  public ConnectionId {
    if (!isValid(text)) {
      throw new IllegalArgumentException(
          "A connection id is 1 to 64 letters, digits, '.', '_' or '-'; this is not: " + text);
    }
  }

  /** Whether {@code new ConnectionId(text)} would succeed. */
  public static boolean isValid(String text) {
    return Ids.isSafeText(text, 64);
  }

  @Override
  public String toString() {
    return text;
  }
}
