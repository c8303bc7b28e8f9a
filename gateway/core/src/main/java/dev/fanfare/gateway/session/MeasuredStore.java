package dev.fanfare.gateway.session;

import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.ForwardingStore;
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

/** A store whose calls are measured. */
final class MeasuredStore extends ForwardingStore {
  private final Telemetry telemetry;
  private final Time time;

  MeasuredStore(ChannelStore store, Telemetry telemetry, Time time) {
    super(store);
    this.telemetry = telemetry;
    this.time = time;
  }

  @Override
  public <R> Future<R> apply(ChannelKey key, LogChange<R> change) {
    long before = time.monotonicNanos();
    return super.apply(key, change)
        .onComplete(done -> telemetry.storeCall(time.monotonicNanos() - before));
  }

  @Override
  public <R> Future<R> read(ChannelKey key, LogQuery<R> query) {
    long before = time.monotonicNanos();
    return measured(super.read(key, query), before);
  }

  @Override
  public Future<Map<ChannelKey, Head>> heads(Collection<ChannelKey> keys) {
    long before = time.monotonicNanos();
    return measured(super.heads(keys), before);
  }

  @Override
  public Future<List<Listed>> list(
      AppId app, String prefix, Optional<ChannelName> after, int limit) {
    long before = time.monotonicNanos();
    return measured(super.list(app, prefix, after, limit), before);
  }

  private <R> Future<R> measured(Future<R> call, long beforeNanos) {
    return call.onComplete(done -> telemetry.storeRead(time.monotonicNanos() - beforeNanos));
  }
}
