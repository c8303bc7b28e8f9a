package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.IMap;
import dev.fanfare.gateway.port.AppOverrides;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.Control;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.AppId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators have changed, in as many copies as the logs have. This gateway knows all of it in
 * its own memory, and hears of changes by control messages, which every gateway gets.
 */
public final class HazelcastAppOverrides implements AppOverrides {
  private static final Logger LOG = LoggerFactory.getLogger(HazelcastAppOverrides.class);

  private final IMap<String, StoredOverride> stored;
  private final Submitting submitting;
  private final StoreClient client;
  private final Bus bus;
  private final Map<AppId, AppOverride> known = new ConcurrentHashMap<>();
  private final List<Consumer<AppOverride>> listeners = new CopyOnWriteArrayList<>();

  private HazelcastAppOverrides(StoreClient client, Bus bus) {
    this.client = client;
    this.submitting = new Submitting(client);
    this.bus = bus;
    this.stored = client.instance().getMap(Names.OVERRIDES);
  }

  /**
   * Knows all that is changed when it returns. Blocking; for the start of a process.
   *
   * @param bus one that loses no control message, and lives as long
   */
  @SuppressWarnings("resource") // listens for as long as the bus is there
  public static HazelcastAppOverrides load(StoreClient client, Bus bus) {
    HazelcastAppOverrides overrides = new HazelcastAppOverrides(client, bus);
    bus.onControl(overrides::heard);
    bus.onReconnect(() -> client.after(0, overrides::lookAtAll));
    overrides.lookAtAll();
    return overrides;
  }

  @Override
  public Optional<AppOverride> of(AppId app) {
    return Optional.ofNullable(known.get(app));
  }

  @Override
  public Collection<AppOverride> all() {
    return List.copyOf(known.values());
  }

  @Override
  public Future<Boolean> replace(AppOverride next) {
    StoredOverride put = new StoredOverride(next.version(), next.document());
    return submitting
        .decide(stored, next.app().text(), new PutOverride(put))
        .compose(
            answer -> {
              if (answer[0] == 0) {
                fetch(next.app());
                return Future.succeededFuture(false);
              }
              take(next);
              return bus.broadcast(new Control.AppChanged(next.app(), next.version())).map(true);
            });
  }

  @Override
  public Subscription onChange(Consumer<AppOverride> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void heard(Control message) {
    if (message instanceof Control.AppChanged(AppId app, long version)
        && of(app).map(AppOverride::version).orElse(0L) < version) {
      fetch(app);
    }
  }

  private void fetch(AppId app) {
    try {
      stored
          .getAsync(app.text())
          .whenCompleteAsync(
              (found, failure) -> {
                if (failure != null) {
                  again(app, failure);
                } else if (found != null) {
                  take(new AppOverride(app, found.version(), found.document()));
                }
              },
              Runnable::run);
    } catch (RuntimeException notSent) {
      again(app, notSent);
    }
  }

  private void again(AppId app, Throwable failure) {
    LOG.debug("A changed app is looked at again soon", failure);
    client.after(1_000, () -> fetch(app));
  }

  private void lookAtAll() {
    stored
        .entrySet()
        .forEach(
            entry -> {
              StoredOverride found = entry.getValue();
              take(new AppOverride(new AppId(entry.getKey()), found.version(), found.document()));
            });
  }

  /** One at a time, so that listeners hear the versions of an app in their order. */
  private synchronized void take(AppOverride next) {
    if (of(next.app()).map(AppOverride::version).orElse(0L) < next.version()) {
      known.put(next.app(), next);
      listeners.forEach(listener -> listener.accept(next));
    }
  }
}
