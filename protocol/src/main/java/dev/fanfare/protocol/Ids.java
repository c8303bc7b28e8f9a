package dev.fanfare.protocol;

/** The shapes that several kinds of id share; each id type names the one it demands. */
final class Ids {
  private Ids() {}

  /** Letters, digits, dot, underscore, hyphen: safe in URLs, headers, logs and keys. */
  static boolean isSafeText(String text, int maxLength) {
    if (text.isEmpty() || text.length() > maxLength) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean safe =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_'
              || c == '-';
      if (!safe) {
        return false;
      }
    }
    return true;
  }

  /**
   * Any Unicode text without control characters and lone surrogates, within a bound of UTF-8 bytes.
   */
  static boolean isPlainText(String text, int maxBytes) {
    if (text.isEmpty() || text.length() > maxBytes) {
      return false;
    }
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
        bytes += 4;
      } else if (Character.isLowSurrogate(c)) {
        return false;
      } else {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    return bytes <= maxBytes;
  }
}
