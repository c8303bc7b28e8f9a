package dev.fanfare.gateway.dialect.fanfare.carrier;

import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where one client is in its channels, moved by what it is told. */
final class Places {
  private final Map<ChannelName, Position> byChannel = new LinkedHashMap<>();

  /** The channels and their places, as they are now. */
  Map<ChannelName, Position> all() {
    return byChannel;
  }

  void at(ChannelName channel, Position place) {
    byChannel.put(channel, place);
  }

  /** Moves by an event; whether anything moved. */
  boolean move(Event event) {
    Optional<Position> next = next(event);
    next.ifPresent(place -> byChannel.put(event.channel().name(), place));
    return next.isPresent();
  }

  private Optional<Position> next(Event event) {
    return switch (event) {
      case Event.Published published ->
          published.message().draft().ephemeral()
              ? Optional.empty()
              : Optional.of(published.message().position());
      case Event.Presence presence -> Optional.of(presence.change().position());
      case Event.PresenceCount count -> to(event, count.offset());
      case Event.SubscriberCount unused -> Optional.empty();
      case Event.EpochBegan epoch -> Optional.of(epoch.position());
      case Event.Gap gap -> to(event, gap.to());
      case Event.Reset reset -> Optional.of(reset.position());
      case Event.Skipped skipped -> to(event, skipped.offset());
      case Event.Lagging unused -> Optional.empty();
      case Event.Live unused -> Optional.empty();
    };
  }

  private Optional<Position> to(Event event, long offset) {
    Position before = byChannel.getOrDefault(event.channel().name(), Position.NONE);
    return Optional.of(new Position(before.epoch(), offset));
  }
}
