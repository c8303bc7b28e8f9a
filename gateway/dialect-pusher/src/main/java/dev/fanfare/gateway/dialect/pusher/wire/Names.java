package dev.fanfare.gateway.dialect.pusher.wire;

import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import java.util.Optional;
import java.util.regex.Pattern;

/** Channel names, event names and socket ids, as this protocol has them. */
public final class Names {
  /** The longest channel name in characters. */
  public static final int MAX_CHANNEL = 164;

  /** The longest event name in characters. */
  public static final int MAX_EVENT = 200;

  private static final String TO_USER = "#server-to-user-";
  private static final Pattern SOCKET = Pattern.compile("\\d{1,30}\\.\\d{1,30}");

  private Names() {}

  /** What a channel's name demands. */
  public enum Kind {
    PUBLIC,
    PRIVATE,
    ENCRYPTED,
    PRESENCE
  }

  /** What the name demands. */
  public static Kind kind(String channel) {
    if (channel.startsWith("presence-")) {
      return Kind.PRESENCE;
    }
    if (channel.startsWith("private-encrypted-")) {
      return Kind.ENCRYPTED;
    }
    return channel.startsWith("private-") ? Kind.PRIVATE : Kind.PUBLIC;
  }

  /** Why this is no channel that clients name; empty when it is one. */
  public static Optional<String> objection(String channel) {
    if (channel.length() > MAX_CHANNEL) {
      return Optional.of(
          "A channel name has at most "
              + MAX_CHANNEL
              + " characters; this one has "
              + channel.length()
              + ".");
    }
    return isPlain(channel)
        ? Optional.empty()
        : Optional.of(
            "A channel name has letters, digits and _ - = @ , . ; and is not empty. Choose another"
                + " name.");
  }

  private static boolean isPlain(String channel) {
    for (int i = 0; i < channel.length(); i++) {
      char c = channel.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "_-=@,.;".indexOf(c) >= 0;
      if (!allowed) {
        return false;
      }
    }
    return !channel.isEmpty();
  }

  /** The user whose own channel this names; empty for every other channel. */
  public static Optional<ClientId> user(String channel) {
    return channel.startsWith(TO_USER)
        ? userId(channel.substring(TO_USER.length()))
        : Optional.empty();
  }

  /** A user's id, where it can be one; outer spaces would not fit into a channel's name. */
  public static Optional<ClientId> userId(String text) {
    return ClientId.isValid(text) && !text.startsWith(" ") && !text.endsWith(" ")
        ? Optional.of(new ClientId(text))
        : Optional.empty();
  }

  /** A channel as clients of this protocol know it. */
  public static String onWire(ChannelName channel) {
    return channel.user().map(user -> TO_USER + user).orElse(channel.text());
  }

  /** Whether this is a socket id. */
  public static boolean isSocketId(String text) {
    return SOCKET.matcher(text).matches();
  }
}
