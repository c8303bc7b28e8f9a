package dev.fanfare.gateway.backend.memory;

import dev.fanfare.gateway.port.AppOverrides;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.AppId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Changes of apps in the memory of one process, gone with it. Bounded: at most {@link #MOST_APPS}
 * apps can be changed; a change of one more fails. Futures are complete when a method returns.
 */
public final class MemoryAppOverrides implements AppOverrides {
  /** Of how many apps changes are kept. */
  public static final int MOST_APPS = 100_000;

  private static final int MAX_WAITING_CHANGES = 100_000;

  private final Map<AppId, AppOverride> changed = new ConcurrentHashMap<>();
  private final Feed<AppOverride> changes = new Feed<>(MAX_WAITING_CHANGES, change -> 1);

  @Override
  public Optional<AppOverride> of(AppId app) {
    return Optional.ofNullable(changed.get(app));
  }

  @Override
  public Collection<AppOverride> all() {
    return List.copyOf(changed.values());
  }

  @Override
  public Future<Boolean> replace(AppOverride next) {
    synchronized (this) {
      long version = of(next.app()).map(AppOverride::version).orElse(0L);
      if (next.version() != version + 1) {
        return Future.succeededFuture(false);
      }
      if (version == 0 && changed.size() >= MOST_APPS) {
        return Future.failedFuture("So many apps are changed already: " + MOST_APPS);
      }
      if (!changes.offer(List.of(next))) {
        return Future.failedFuture("The listeners of changed apps do not keep up");
      }
      changed.put(next.app(), next);
    }
    changes.drain();
    return Future.succeededFuture(true);
  }

  @Override
  public Subscription onChange(Consumer<AppOverride> listener) {
    return changes.subscribe(listener);
  }
}
