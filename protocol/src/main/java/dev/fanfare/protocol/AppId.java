package dev.fanfare.protocol;

/**
 * Names one app, the unit of isolation: nothing of one app is visible to another.
 *
 * @param text 1 to 64 letters, digits, dots, underscores or hyphens; vendor libraries want digits
 *     only
 */
public record AppId(String text) {
  public AppId {
    if (!isValid(text)) {
      throw new IllegalArgumentException(
          "An app id is 1 to 64 letters, digits, '.', '_' or '-'; this is not: " + text);
    }
  }

  /** Whether {@code new AppId(text)} would succeed. */
  public static boolean isValid(String text) {
    return Ids.isSafeText(text, 64);
  }

  @Override
  public String toString() {
    return text;
  }
}
