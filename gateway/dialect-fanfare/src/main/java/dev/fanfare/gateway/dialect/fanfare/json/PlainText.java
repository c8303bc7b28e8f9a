package dev.fanfare.gateway.dialect.fanfare.json;

import java.nio.charset.StandardCharsets;

/** Short texts that clients choose, such as names and keys. */
public final class PlainText {
  private PlainText() {}

  /** Whether this is 1 to so many bytes of UTF-8 without control characters. */
  public static boolean isValid(String text, int maxBytes) {
    return !text.isEmpty()
        && text.length() <= maxBytes
        && text.chars().noneMatch(c -> c < 0x20 || (c >= 0x7F && c < 0xA0))
        && !hasLoneSurrogate(text)
        && text.getBytes(StandardCharsets.UTF_8).length <= maxBytes;
  }

  /** What is demanded of such a text, as the end of a sentence about a field. */
  public static String demand(int maxBytes) {
    return "must be 1 to " + maxBytes + " bytes of UTF-8 without control characters.";
  }

  static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}
