package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Outlet;
import dev.fanfare.protocol.ChannelRule.SlowPolicy;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Result.OfSubscribe;
import java.util.Optional;

/** One subscription of one connection, as its channel sees it. Called on its loop only. */
public interface Subscriber {
  /** The connection, for messages that are not for it. */
  ConnectionId connection();

  /** The loop on which everything of this connection happens. */
  Loop loop();

  /** The way out, the same as long as the connection lives. */
  Outlet outlet();

  /** How it reads events. */
  Rendering rendering();

  /** What it sees of the channel. */
  default Command.View view() {
    return new Command.View(rendering().presence(), Optional.empty());
  }

  /** How many bytes may wait for it. */
  long outboxBytes();

  /** What happens when more wait. */
  SlowPolicy slowPolicy();

  /** The answer to the subscribe; called once, before anything of the channel is sent. */
  void answered(OfSubscribe result);

  /** An event for this one alone; only where its encoding is individual. */
  void event(Event event, byte[] rendered);

  /** More waits than may, and the policy is to close: the connection is to be ended. */
  void tooSlow();
}
