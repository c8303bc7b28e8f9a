package dev.fanfare.protocol;

/**
 * The public half of a credential, unique in a whole installation: it alone names the app. It
 * stands as the user name of HTTP Basic and as {@code kid} of a token.
 *
 * @param text 1 to 64 letters, digits, dots, underscores or hyphens
 */
public record KeyId(String text) {
  public KeyId {
    if (!isValid(text)) {
      throw new IllegalArgumentException(
          "A key id is 1 to 64 letters, digits, '.', '_' or '-'; this is not: " + text);
    }
  }

  /** Whether {@code new KeyId(text)} would succeed. */
  public static boolean isValid(String text) {
    return Ids.isSafeText(text, 64);
  }

  @Override
  public String toString() {
    return text;
  }
}
