package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.port.Framing;
import dev.fanfare.protocol.Command.PresenceView;

/**
 * What makes two subscribers of a channel get the same bytes: equal renderings share every frame.
 */
public record Rendering(Encoding encoding, Framing framing, PresenceView presence) {}
