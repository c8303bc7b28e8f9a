package dev.fanfare.gateway.dialect.pusher.http;

import dev.fanfare.gateway.dialect.pusher.json.JsonOut;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.gateway.dialect.pusher.wire.Names;
import dev.fanfare.protocol.Result.ChannelStatus;
import java.util.EnumSet;
import java.util.Set;

/** What {@code info} asks about channels. */
record Attributes(Set<Attribute> asked) {
  private static final Attributes NONE = new Attributes(Set.of());

  /** One of them. */
  enum Attribute {
    USER_COUNT,
    SUBSCRIPTION_COUNT,
    CACHE
  }

  /** Reads a list with commas between. */
  static Attributes read(String info) throws Unreadable {
    if (info.isEmpty()) {
      return NONE;
    }
    EnumSet<Attribute> asked = EnumSet.noneOf(Attribute.class);
    for (String name : info.split(",", -1)) {
      switch (name.strip()) {
        case "" -> {}
        case "user_count" -> asked.add(Attribute.USER_COUNT);
        case "subscription_count" -> asked.add(Attribute.SUBSCRIPTION_COUNT);
        case "cache" -> asked.add(Attribute.CACHE);
        default ->
            throw new Unreadable(
                "'info' knows user_count, subscription_count and cache, with commas between.");
      }
    }
    return new Attributes(asked);
  }

  boolean has(Attribute attribute) {
    return asked.contains(attribute);
  }

  boolean isEmpty() {
    return asked.isEmpty();
  }

  /**
   * Writes the counts that a channel of this name has.
   *
   * @param counts whether the app shows subscription counts
   */
  void write(ChannelStatus status, boolean counts, JsonOut out) {
    boolean presence = Names.kind(status.channel().text()) == Names.Kind.PRESENCE;
    if (presence && has(Attribute.USER_COUNT)) {
      out.field("user_count", status.presenceClients());
    }
    if (!presence && counts && has(Attribute.SUBSCRIPTION_COUNT)) {
      out.field("subscription_count", status.subscribers());
    }
  }
}
