package dev.fanfare.gateway.dialect.pusher.socket;

import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.dialect.pusher.json.JsonOut;
import dev.fanfare.gateway.dialect.pusher.wire.Data;
import dev.fanfare.gateway.dialect.pusher.wire.Member;
import dev.fanfare.gateway.dialect.pusher.wire.Names;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.PresenceChange;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes events as Pusher's frames: one text frame each. */
public final class PusherEncoding implements Encoding {
  /** Pusher's protocol and nothing else. */
  public static final PusherEncoding PLAIN = new PusherEncoding("pusher.v7", false);

  /** For clients that asked for positions with {@code fanfare=1}. */
  public static final PusherEncoding WITH_POSITIONS = new PusherEncoding("pusher.v7+fanfare", true);

  /** What an event is called that its publisher gave no name. */
  static final String NAMELESS = "message";

  private final String name;
  private final boolean positions;

  private PusherEncoding(String name, boolean positions) {
    this.name = name;
    this.positions = positions;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  public boolean echoesPresence() {
    return false;
  }

  @Override
  public Optional<byte[]> render(Event event) {
    String channel = Names.onWire(event.channel().name());
    return switch (event) {
      case Event.Published published -> message(channel, published.message());
      case Event.Presence presence -> presence(event.channel().name(), presence.change());
      case Event.PresenceCount count -> Optional.empty();
      case Event.SubscriberCount count -> Optional.of(count(channel, count.subscribers()));
      case Event.EpochBegan began ->
          ours("epoch", channel, place(began.position().epochText(), began.position().offset()));
      case Event.Gap gap ->
          ours("gap", channel, object().field("from", gap.from()).field("to", gap.to()));
      case Event.Reset reset ->
          ours("reset", channel, place(reset.position().epochText(), reset.position().offset()));
      case Event.Skipped skipped ->
          ours(
              "skip",
              channel,
              object()
                  .field("offset", skipped.offset())
                  .field("why", skipped.why().name().toLowerCase(Locale.ROOT).replace('_', '-')));
      case Event.Lagging lagging ->
          ours(
              "lag",
              channel,
              object().field("offset", lagging.offset()).field("top", lagging.top()));
      case Event.Live live -> ours("live", channel, object().field("offset", live.offset()));
    };
  }

  private Optional<byte[]> message(String channel, Message message) {
    JsonOut out = new JsonOut(message.draft().payload().bytes().length * 5 / 4 + 160);
    out.object()
        .field("event", message.draft().name().orElse(NAMELESS))
        .field("channel", channel)
        .name("data");
    Data.write(message, out);
    if (Data.isClientEvent(message) && Names.kind(channel) == Names.Kind.PRESENCE) {
      message.draft().from().client().ifPresent(user -> out.field("user_id", user.text()));
    }
    if (positions && message.position().offset() > 0) {
      out.field("epoch", message.position().epochText())
          .field("offset", message.position().offset());
    }
    return Optional.of(out.end().toBytes());
  }

  /** A user comes with the first connection and goes with the last one. */
  private Optional<byte[]> presence(ChannelName channel, PresenceChange change) {
    boolean came = change.action() == PresenceChange.Action.ENTER && change.ofClient() == 1;
    boolean went = change.action() == PresenceChange.Action.LEAVE && change.ofClient() == 0;
    if (!came && !went) {
      return positions && channel.userOnline().isEmpty()
          ? ours("skip", channel.text(), object().field("offset", change.position().offset()))
          : Optional.empty();
    }
    Optional<String> watched = channel.userOnline();
    if (watched.isPresent()) {
      List<String> user = List.of(watched.get());
      return Optional.of(
          came ? Frames.watchlist(user, List.of()) : Frames.watchlist(List.of(), user));
    }
    Member member = Member.of(change.member());
    JsonOut data = object().name("user_id").json(member.id());
    if (came) {
      member.info().ifPresent(info -> data.name("user_info").json(info));
    }
    JsonOut out =
        object()
            .field("event", "pusher_internal:" + (came ? "member_added" : "member_removed"))
            .field("channel", channel.text())
            .nested("data", data.end());
    if (positions) {
      out.field("epoch", change.position().epochText()).field("offset", change.position().offset());
    }
    return Optional.of(out.end().toBytes());
  }

  private static byte[] count(String channel, int subscribers) {
    return object()
        .field("event", "pusher_internal:subscription_count")
        .field("channel", channel)
        .nested("data", object().field("subscription_count", subscribers).end())
        .end()
        .toBytes();
  }

  /** What only clients hear that asked for positions. */
  private Optional<byte[]> ours(String what, String channel, JsonOut data) {
    return positions
        ? Optional.of(
            object()
                .field("event", "fanfare:" + what)
                .field("channel", channel)
                .nested("data", data.end())
                .end()
                .toBytes())
        : Optional.empty();
  }

  private static JsonOut place(String epoch, long offset) {
    return object().field("epoch", epoch).field("offset", offset);
  }

  private static JsonOut object() {
    return new JsonOut().object();
  }
}
