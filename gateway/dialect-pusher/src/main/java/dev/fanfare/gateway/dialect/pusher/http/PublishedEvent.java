package dev.fanfare.gateway.dialect.pusher.http;

import dev.fanfare.gateway.dialect.pusher.json.JsonFields;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.gateway.dialect.pusher.wire.Data;
import dev.fanfare.gateway.dialect.pusher.wire.Names;
import dev.fanfare.gateway.dialect.pusher.wire.PusherLimits;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * One event of a publish.
 *
 * @param channels each once
 * @param socket the connection that does not get it
 */
record PublishedEvent(
    String name,
    Payload data,
    List<ChannelName> channels,
    Optional<ConnectionId> socket,
    Attributes info) {

  PublishedEvent {
    channels = List.copyOf(channels);
  }

  /** Reads {@code {name, data, channel or channels, socket_id?, info?}}. */
  static PublishedEvent read(JsonFields fields) throws Unreadable {
    String name = fields.needText("name");
    if (name.isEmpty() || name.length() > Names.MAX_EVENT) {
      throw new Unreadable(
          "An event's name has 1 to "
              + Names.MAX_EVENT
              + " characters; this one has "
              + name.length()
              + ".");
    }
    if (name.startsWith("pusher:") || name.startsWith("pusher_internal:")) {
      throw new Unreadable("Event names that start with 'pusher:' are the protocol's own.");
    }
    String data = fields.needText("data");
    Optional<String> socket = fields.text("socket_id");
    if (socket.filter(id -> !Names.isSocketId(id)).isPresent()) {
      throw new Unreadable("'socket_id' is two numbers with a dot between them.");
    }
    return new PublishedEvent(
        name,
        Data.payload(data),
        channels(fields),
        socket.map(ConnectionId::new),
        Attributes.read(fields.text("info").orElse("")));
  }

  private static List<ChannelName> channels(JsonFields fields) throws Unreadable {
    LinkedHashSet<String> names = new LinkedHashSet<>();
    fields.text("channel").ifPresent(names::add);
    names.addAll(fields.texts("channels").orElse(List.of()));
    if (names.isEmpty()) {
      throw new Unreadable("Field 'channels' is missing: an array of channel names.");
    }
    if (names.size() > PusherLimits.CHANNELS) {
      throw new Unreadable(
          "An event goes to at most "
              + PusherLimits.CHANNELS
              + " channels; these are "
              + names.size()
              + ". Split them.");
    }
    List<ChannelName> channels = new ArrayList<>();
    for (String name : names) {
      channels.add(channel(name));
      if (names.size() > 1 && Names.kind(name) == Names.Kind.ENCRYPTED) {
        throw new Unreadable(
            "An event for an encrypted channel goes to that channel alone: each has a key of its"
                + " own.");
      }
    }
    return channels;
  }

  private static ChannelName channel(String name) throws Unreadable {
    Optional<ClientId> user = Names.user(name);
    if (user.isPresent()) {
      return ChannelName.ofUser(user.get());
    }
    Optional<String> objection = Names.objection(name);
    if (objection.isPresent()) {
      throw new Unreadable("Invalid channel name. " + objection.get());
    }
    return new ChannelName(name);
  }

  int dataBytes() {
    return data.bytes().length;
  }

  /** What each of its channels gets. */
  Draft draftFor(ChannelName channel) {
    Draft draft = Draft.of(data).named(name);
    Draft excepted = socket.isPresent() ? draft.exceptFor(socket.get()) : draft;
    return channel.isCache() ? shortLived(excepted) : excepted;
  }

  /** A cache channel's event is nobody's last event for longer than this. */
  private static Draft shortLived(Draft draft) {
    return new Draft(
        draft.name(),
        draft.payload(),
        draft.key(),
        draft.id(),
        draft.tags(),
        draft.extras(),
        draft.ephemeral(),
        draft.noStore(),
        draft.except(),
        Optional.of(Duration.ofSeconds(PusherLimits.CACHE_SECONDS)),
        draft.change(),
        draft.from());
  }
}
