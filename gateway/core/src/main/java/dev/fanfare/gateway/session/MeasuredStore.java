package dev.fanfare.gateway.session;

import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.gateway.port.Telemetry;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A store whose calls are measured. */
record MeasuredStore(ChannelStore store, Telemetry telemetry, Time time) implements ChannelStore {
  @Override
  public <R> Future<R> apply(ChannelKey key, LogChange<R> change) {
    long before = time.monotonicNanos();
    return store
        .apply(key, change)
        .onComplete(done -> telemetry.storeCall(time.monotonicNanos() - before));
  }

  @Override
  public <R> Future<R> read(ChannelKey key, LogQuery<R> query) {
    long before = time.monotonicNanos();
    return measured(store.read(key, query), before);
  }

  @Override
  public Future<Map<ChannelKey, Head>> heads(Collection<ChannelKey> keys) {
    long before = time.monotonicNanos();
    return measured(store.heads(keys), before);
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
    long before = time.monotonicNanos();
    return measured(store.list(app, prefix, after, limit), before);
  }

  private <R> Future<R> measured(Future<R> call, long beforeNanos) {
    return call.onComplete(done -> telemetry.storeRead(time.monotonicNanos() - beforeNanos));
  }
}
