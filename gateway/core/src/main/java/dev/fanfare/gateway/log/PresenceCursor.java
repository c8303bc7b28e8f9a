package dev.fanfare.gateway.log;

import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What asks for the next page of presence: the last entry of the page before, as opaque URL-safe
 * text.
 */
public final class PresenceCursor {
  private static final int LONGEST = 300;

  private PresenceCursor() {}

  /**
   * Whether a log could have given out this cursor. Whoever takes one from a client asks this
   * first.
   */
  public static boolean isValid(String cursor) {
    return read(cursor).isPresent();
  }

  /** Connection ids hold no control characters, so the first line break ends one. */
  static String write(MemberKey last) {
    String text = last.connection().text() + "\n" + last.client().text();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static Optional<MemberKey> read(String cursor) {
    if (cursor.length() > LONGEST) {
      return Optional.empty();
    }
    String text;
    try {
      text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    int end = text.indexOf('\n');
    if (end < 0
        || !ConnectionId.isValid(text.substring(0, end))
        || !ClientId.isValid(text.substring(end + 1))) {
      return Optional.empty();
    }
    return Optional.of(
        new MemberKey(
            new ClientId(text.substring(end + 1)), new ConnectionId(text.substring(0, end))));
  }
}
