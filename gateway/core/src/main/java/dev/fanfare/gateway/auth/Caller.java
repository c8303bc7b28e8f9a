package dev.fanfare.gateway.auth;

import dev.fanfare.gateway.limits.Rate;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ConnectionId;
import java.util.Optional;

/**
 * Who asks for something.
 *
 * @param app the newest snapshot of the caller's app
 * @param grant what the caller may do
 * @param connection over which connection; absent for one HTTP request
 * @param rate how fast this caller may publish; absent where only the app's rate holds
 */
public record Caller(App app, Grant grant, Optional<ConnectionId> connection, Optional<Rate> rate) {

  /** The key of a channel of the caller's own app: the only keys that a caller can reach. */
  public ChannelKey key(ChannelName channel) {
    return new ChannelKey(app.id(), channel);
  }

  /** Whether this is a customer's backend: an API key over HTTP. */
  public boolean isServer() {
    return connection.isEmpty() && grant.ofKey();
  }
}
