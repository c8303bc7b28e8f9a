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
 * Hands every call to another store, unchanged: for stores in front of one that do something else
 * with one or two calls.
 */
public abstract class ForwardingStore implements ChannelStore {
  private final ChannelStore store;

  /**
   * @param store the one that is asked
   */
  protected ForwardingStore(ChannelStore store) {
    this.store = store;
  }

  @Override
  public <R> Future<R> apply(ChannelKey key, LogChange<R> change) {
    return store.apply(key, change);
  }

  @Override
  public <R> Future<R> read(ChannelKey key, LogQuery<R> query) {
    return store.read(key, query);
  }

  @Override
  public Future<Map<ChannelKey, Head>> heads(Collection<ChannelKey> keys) {
    return store.heads(keys);
  }

  @Override
  public Subscription watchHeads(Consumer<Map<ChannelKey, Head>> listener) {
    return store.watchHeads(listener);
  }

  @Override
  public Subscription onHeadsMissed(Runnable listener) {
    return store.onHeadsMissed(listener);
  }

  @Override
  public Future<List<Listed>> list(
      AppId app, String prefix, Optional<ChannelName> after, int limit) {
    return store.list(app, prefix, after, limit);
  }
}
