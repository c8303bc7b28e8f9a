package dev.fanfare.gateway.dialect.fanfare.wire;

import dev.fanfare.protocol.Event.Why;
import dev.fanfare.protocol.PresenceChange;

/** The words of the protocol for the vocabulary's constants: a renamed constant renames no word. */
public final class Words {
  private Words() {}

  /** Why something is missing. */
  public static String of(Why why) {
    return switch (why) {
      case TRIMMED -> "trimmed";
      case UNKNOWN_POSITION -> "unknown-position";
      case LOST -> "lost";
      case TOO_SLOW -> "too-slow";
      case PRESENCE -> "presence";
      case EXPIRED -> "expired";
      case EXCLUDED -> "excluded";
      case CONFLATED -> "conflated";
    };
  }

  /** What happened to a presence entry. */
  public static String of(PresenceChange.Action action) {
    return switch (action) {
      case ENTER -> "enter";
      case UPDATE -> "update";
      case LEAVE -> "leave";
    };
  }
}
