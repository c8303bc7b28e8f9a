package dev.fanfare.gateway.dialect.fanfare.core;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogChange.AppendReply.Appended;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A store and somebody who sees every message that is stored in it. */
record WitnessedStore(ChannelStore inner, BiConsumer<ChannelKey, Entry> witness)
    implements ChannelStore {

  @Override
  public <R> Future<R> apply(ChannelKey key, LogChange<R> change) {
    Future<R> reply = inner.apply(key, change);
    if (reply.result() instanceof Appended appended) {
      appended
          .places()
          .forEach(place -> place.entry().ifPresent(entry -> witness.accept(key, entry)));
    }
    return reply;
  }

  @Override
  public <R> Future<R> read(ChannelKey key, LogQuery<R> query) {
    return inner.read(key, query);
  }

  @Override
  public Future<Map<ChannelKey, Head>> heads(Collection<ChannelKey> keys) {
    return inner.heads(keys);
  }

  @Override
  public Subscription watchHeads(Consumer<Map<ChannelKey, Head>> listener) {
    return inner.watchHeads(listener);
  }

  @Override
  public Subscription onHeadsMissed(Runnable listener) {
    return inner.onHeadsMissed(listener);
  }

  @Override
  public Future<List<Listed>> list(
      AppId app, String prefix, Optional<ChannelName> after, int limit) {
    return inner.list(app, prefix, after, limit);
  }
}
