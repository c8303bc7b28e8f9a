package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.port.Framing;
import dev.fanfare.protocol.Command.PresenceView;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.PresenceChange;
import java.util.Optional;

/**
 * What makes two subscribers of a channel get the same bytes: equal renderings share every frame.
 *
 * @param counts whether it is told how many subscribers the channel has
 */
public record Rendering(Encoding encoding, Framing framing, PresenceView presence, boolean counts) {
  /** One that is not told how many subscribers there are. */
  public Rendering(Encoding encoding, Framing framing, PresenceView presence) {
    this(encoding, framing, presence, false);
  }

  /** Whom an event is not for. */
  Optional<ConnectionId> except(Event event) {
    if (event instanceof Event.Published(Event.ChannelRef to, Message message)) {
      return message.draft().except();
    }
    if (event instanceof Event.Presence(Event.ChannelRef to, PresenceChange change)
        && !encoding.echoesPresence()) {
      return Optional.of(change.member().connection());
    }
    return Optional.empty();
  }
}
