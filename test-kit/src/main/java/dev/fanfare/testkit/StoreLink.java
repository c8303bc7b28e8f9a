package dev.fanfare.testkit;

import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Leases;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One gateway's line to the store, which a test can cut: then every call fails and no head is told,
 * as for a gateway that is dead, asleep or behind a broken network.
 */
final class StoreLink implements ChannelStore, Leases {
  private final ChannelStore store;
  private final Leases leases;
  private boolean cut;

  StoreLink(ChannelStore store, Leases leases) {
    this.store = store;
    this.leases = leases;
  }

  void cut(boolean isCut) {
    cut = isCut;
  }

  @Override
  public <R> Future<R> apply(ChannelKey key, LogChange<R> change) {
    return unlessCut(() -> store.apply(key, change));
  }

  @Override
  public <R> Future<R> read(ChannelKey key, LogQuery<R> query) {
    return unlessCut(() -> store.read(key, query));
  }

  @Override
  public Future<Map<ChannelKey, Head>> heads(Collection<ChannelKey> keys) {
    return unlessCut(() -> store.heads(keys));
  }

  @Override
  public Subscription watchHeads(Consumer<Map<ChannelKey, Head>> listener) {
    return store.watchHeads(
        heads -> {
          if (!cut) {
            listener.accept(heads);
          }
        });
  }

  @Override
  public Subscription onHeadsMissed(Runnable listener) {
    return store.onHeadsMissed(listener);
  }

  @Override
  public Future<List<Listed>> list(
      AppId app, String prefix, Optional<ChannelName> after, int limit) {
    return unlessCut(() -> store.list(app, prefix, after, limit));
  }

  @Override
  public Future<Beat> beat(Lease lease) {
    return unlessCut(() -> leases.beat(lease));
  }

  @Override
  public Future<Void> end(long incarnation) {
    return unlessCut(() -> leases.end(incarnation));
  }

  @Override
  public Future<List<Lease>> gateways() {
    return unlessCut(leases::gateways);
  }

  private <R> Future<R> unlessCut(Supplier<Future<R>> call) {
    return cut ? Future.failedFuture("The line to the store is cut") : call.get();
  }
}
