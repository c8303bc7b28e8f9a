package dev.fanfare.gateway.port;

import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps the logs of all channels.
 *
 * <p><b>Order.</b> Changes of one channel take effect one after the other; changes that one thread
 * hands in for one channel take effect in the order in which it handed them in. <b>Durability.</b>
 * A future completes only when the change is held in as many copies as the store promises.
 * <b>Failure.</b> A future fails when the outcome is unknown or the store is out of reach; a change
 * that carries an id may then be handed in again. <b>Threads.</b> Every method may be called on any
 * thread and never blocks; futures may complete on any thread, also on the caller's before the
 * method returns.
 */
public interface ChannelStore {

  /** Changes a channel's log, which is made when it does not exist. */
  <R> Future<R> apply(ChannelKey key, LogChange<R> change);

  /** Asks a channel's log. One that does not exist answers as an empty one, and is not made. */
  <R> Future<R> read(ChannelKey key, LogQuery<R> query);

  /** Where these channels stand now, as far as they exist. */
  Future<Map<ChannelKey, Head>> heads(Collection<ChannelKey> keys);

  /**
   * Delivers, about once a second, where those channels stand that changed since the last delivery.
   * They come from where the logs are kept, never over the bus: so they find what the bus lost.
   */
  Subscription watchHeads(Consumer<Map<ChannelKey, Head>> listener);

  /**
   * Called when a delivery of {@link #watchHeads} may have been missed, as with the member that
   * would have made it: whoever must know asks for {@link #heads}. A store that misses none never
   * calls.
   */
  default Subscription onHeadsMissed(Runnable listener) {
    return () -> {};
  }

  /**
   * The app's channels that have subscribers or presence entries, in the order of their names.
   *
   * @param prefix only names that start with it; may be empty
   * @param after only names greater than this
   */
  Future<List<Listed>> list(AppId app, String prefix, Optional<ChannelName> after, int limit);

  /** A channel and its state. */
  record Listed(ChannelName channel, LogQuery.State state) {}
}
