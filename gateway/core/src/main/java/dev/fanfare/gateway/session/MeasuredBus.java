package dev.fanfare.gateway.session;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.Control;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.gateway.port.Telemetry;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.ChannelKey;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/** A bus whose publishes are measured. */
record MeasuredBus(Bus bus, Telemetry telemetry, Time time) implements Bus {
  @Override
  public Future<Void> publish(ChannelKey key, List<Entry> entries) {
    long before = time.monotonicNanos();
    return bus.publish(key, entries)
        .onSuccess(sent -> telemetry.busPublished(time.monotonicNanos() - before))
        .onFailure(failure -> telemetry.busFailed());
  }

  @Override
  public Future<Subscription> follow(ChannelKey key, Consumer<Entry> listener) {
    return bus.follow(key, listener);
  }

  @Override
  public Future<Void> broadcast(Control message) {
    return bus.broadcast(message);
  }

  @Override
  public Subscription onControl(Consumer<Control> listener) {
    return bus.onControl(listener);
  }

  @Override
  public Subscription onReconnect(Runnable listener) {
    return bus.onReconnect(listener);
  }

  @Override
  public void refresh() {
    bus.refresh();
  }

  @Override
  public boolean isInReach() {
    return bus.isInReach();
  }
}
