package dev.fanfare.gateway.boot.logging;

import java.util.regex.Pattern;

/**
 * Takes out of a text what looks like a credential. Our own classes never print one; this stands
 * behind them for messages of libraries and for mistakes.
 */
final class Redaction {
  // A compact JWS begins with {"… in base64url: eyJ.
  private static final Pattern TOKEN =
      Pattern.compile("eyJ[A-Za-z0-9_-]{5,}(\\.[A-Za-z0-9_=-]*){0,4}");
  private static final Pattern HEADER =
      Pattern.compile("(?i)\\b(basic|bearer)\\s+[A-Za-z0-9+/=._~-]{6,}");
  private static final Pattern FIELD =
      Pattern.compile(
          "(?i)(\"?(?:secret|password|token|authorization)\"?\\s*[=:]\\s*\"?)[^\\s\",;&}]+");

  private static final Pattern NAME = Pattern.compile("(?i)secret|password|token|authorization");

  private Redaction() {}

  /** The value of a field of an event. */
  static String ofField(String name, String value) {
    return NAME.matcher(name).matches() ? "***" : of(value);
  }

  static String of(String text) {
    String clean = HEADER.matcher(text).replaceAll("$1 ***");
    clean = TOKEN.matcher(clean).replaceAll("***");
    return FIELD.matcher(clean).replaceAll("$1***");
  }
}
