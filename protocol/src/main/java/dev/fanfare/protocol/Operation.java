package dev.fanfare.protocol;

import java.util.Locale;
import java.util.Optional;

/** What a credential may be allowed to do in a channel. */
public enum Operation {
  SUBSCRIBE,
  PUBLISH,
  PRESENCE,
  HISTORY,
  CHANNEL_METADATA,
  MESSAGE_UPDATE_OWN,
  MESSAGE_UPDATE_ANY,
  MESSAGE_DELETE_OWN,
  MESSAGE_DELETE_ANY,
  ANNOTATE,
  /** Close connections and act for other clients. */
  ADMIN;

  private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in tokens and configuration, such as {@code message-update-own}. */
  public String text() {
    return text;
  }

  /** Reads {@link #text()}; {@code *}, which means all of them, is not one operation. */
  public static Optional<Operation> parse(String text) {
    for (Operation operation : values()) {
      if (operation.text.equals(text)) {
        return Optional.of(operation);
      }
    }
    return Optional.empty();
  }
}
