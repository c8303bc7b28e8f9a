package dev.fanfare.gateway.port;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.protocol.ChannelKey;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/**
 * Carries entries from the gateway that stored them to every gateway that follows their channel.
 *
 * <p>A bus is <em>not trusted</em>: it may lose, repeat and reorder. Whoever listens keeps a cursor
 * and asks the store for what is missing. What it must do: deliver to the right channel only, and
 * deliver only what was published.
 *
 * <p><b>Threads.</b> Methods may be called on any thread and never block. Listeners may be called
 * on any thread, for one channel never by two at once, and must not block.
 */
public interface Bus {

  /**
   * Sends entries of one channel, in order. Completes when they left this process, as far as the
   * bus can know; a failure means that followers learn of them from the store.
   */
  Future<Void> publish(ChannelKey key, List<Entry> entries);

  /**
   * Follows a channel. Completes when entries published from now on arrive (as far as a bus
   * promises it). The publisher's own gateway hears its own entries too.
   */
  Future<Subscription> follow(ChannelKey key, Consumer<Entry> listener);

  /**
   * Sends a control message to every gateway, this one included. Lost ones are found by polling
   * what they announce.
   */
  Future<Void> broadcast(Control message);

  /** Hears control messages. */
  Subscription onControl(Consumer<Control> listener);

  /**
   * Called after the bus was out of reach and came back: everything may have been missed meanwhile.
   */
  Subscription onReconnect(Runnable listener);

  /**
   * Makes whatever it listens with anew, because what it should have brought did not come. A bus
   * that cannot be deaf does nothing.
   */
  default void refresh() {
    // Nothing to make anew.
  }

  /**
   * Whether, as far as it knows, what is published can be heard here now. False is no failure: the
   * store's heads carry on.
   */
  default boolean isInReach() {
    return true;
  }
}
