package dev.fanfare.protocol;

import java.util.Optional;

/**
 * A channel's name: the same text in every dialect. Names are compared as they are, without Unicode
 * normalisation.
 *
 * <p>A leading {@code #} marks Fanfare's own channels, a leading {@code [x]} a meta channel;
 * whether a client may name one is its capabilities' business, see {@link Capabilities}.
 *
 * @param text 1 to 255 bytes of UTF-8 without control characters, no space at either end
 */
public record ChannelName(String text) {
  /** The longest channel name in bytes of UTF-8. */
  public static final int MAX_BYTES = 255;

  private static final String USER = "#user:";
  private static final String ONLINE = "#online:";

  public ChannelName {
    if (!isValid(text)) {
      throw new IllegalArgumentException(
          "A channel name is 1 to 255 bytes of UTF-8 without control characters or outer spaces");
    }
  }

  /** Whether {@code new ChannelName(text)} would succeed. */
  public static boolean isValid(String text) {
    return Ids.isPlainText(text, MAX_BYTES)
        && text.charAt(0) != ' '
        && text.charAt(text.length() - 1) != ' ';
  }

  /**
   * Whether only Fanfare itself and dialects by rule may name this channel: it starts with {@code
   * #}.
   */
  public boolean isInternal() {
    return text.charAt(0) == '#';
  }

  /** The channel in which a signed-in user is reached, on whatever connection. */
  public static ChannelName ofUser(ClientId user) {
    return new ChannelName(USER + user.text());
  }

  /** The channel whose presence tells whether a signed-in user is there; it has no messages. */
  public static ChannelName ofUserOnline(ClientId user) {
    return new ChannelName(ONLINE + user.text());
  }

  /** The user of a channel that {@link #ofUser} names. */
  public Optional<String> user() {
    return after(USER);
  }

  /** The user of a channel that {@link #ofUserOnline} names. */
  public Optional<String> userOnline() {
    return after(ONLINE);
  }

  private Optional<String> after(String prefix) {
    return text.startsWith(prefix)
        ? Optional.of(text.substring(prefix.length()))
        : Optional.empty();
  }

  /**
   * Whether the name itself says that a newcomer gets the channel's last message, as Pusher's cache
   * channels do.
   */
  public boolean isCache() {
    return text.startsWith("cache-")
        || text.startsWith("private-cache-")
        || text.startsWith("private-encrypted-cache-")
        || text.startsWith("presence-cache-");
  }

  /** Whether this is a meta channel such as {@code [meta]log}: it starts with {@code [}. */
  public boolean isMeta() {
    return text.charAt(0) == '[';
  }

  /**
   * Whether the name itself says that nobody may subscribe without a grant, whatever the app's
   * rules say: {@code private-} and {@code presence-} channels, as every dialect knows them, and
   * channels that are not clients' own. This is the one place where a prefix decides.
   */
  public boolean demandsGrant() {
    return text.startsWith("private-") || text.startsWith("presence-") || isInternal() || isMeta();
  }

  @Override
  public String toString() {
    return text;
  }
}
