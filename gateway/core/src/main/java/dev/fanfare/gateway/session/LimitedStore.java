package dev.fanfare.gateway.session;

import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Limits;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells a store with every change how many logs the app may have: a store knows no app. */
record LimitedStore(ChannelStore store, AppDirectory directory) implements ChannelStore {
  @Override
  public <R> Future<R> apply(ChannelKey key, LogChange<R> change) {
    return store.apply(key, change.makesLog() ? change.within(most(key.app())) : change);
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

  private int most(AppId app) {
    return directory
        .app(app)
        .map(known -> known.limits().channels())
        .orElse(Limits.DEFAULT.channels());
  }
}
