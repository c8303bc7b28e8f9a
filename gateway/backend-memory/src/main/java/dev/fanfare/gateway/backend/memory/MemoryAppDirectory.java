package dev.fanfare.gateway.backend.memory;

import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.App.Credential;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.KeyId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Apps that whoever owns the directory puts there. Questions are answered from an immutable
 * snapshot of all apps, without a lock; listeners are called on the thread that put or removed, one
 * change at a time, in the order of the changes.
 */
public final class MemoryAppDirectory implements AppDirectory {
  private static final String ANY_ORIGIN = "*";

  private static final int MAX_WAITING_CHANGES = 100_000;

  private final Feed<App> changes = new Feed<>(MAX_WAITING_CHANGES, app -> 1);
  private volatile Known known = Known.of(Map.of());

  /**
   * Brings a snapshot. One that is not newer than the known one changes nothing, so snapshots may
   * arrive repeatedly and out of order.
   *
   * @return whether it was news
   * @throws IllegalArgumentException when one of its keys belongs to another app
   * @throws IllegalStateException when listeners have not yet heard of the last 100,000 changes;
   *     nothing was changed
   */
  public boolean put(App app) {
    synchronized (this) {
      App present = known.apps.get(app.id());
      if (present != null && present.version() >= app.version()) {
        return false;
      }
      Map<AppId, App> apps = new HashMap<>(known.apps);
      apps.put(app.id(), app);
      become(Known.of(apps), app);
    }
    changes.drain();
    return true;
  }

  /**
   * Takes an app out. Listeners are told its last snapshot as one that is not enabled.
   *
   * @return whether it was there
   */
  public boolean remove(AppId id) {
    synchronized (this) {
      Map<AppId, App> apps = new HashMap<>(known.apps);
      App gone = apps.remove(id);
      if (gone == null) {
        return false;
      }
      become(Known.of(apps), disabled(gone));
    }
    changes.drain();
    return true;
  }

  @Override
  public Optional<App> app(AppId id) {
    return Optional.ofNullable(known.apps.get(id));
  }

  @Override
  public Optional<App> byKey(KeyId key) {
    return Optional.ofNullable(known.byKey.get(key));
  }

  @Override
  public boolean originKnown(String origin) {
    Set<String> origins = known.origins;
    return origins.contains(origin) || origins.contains(ANY_ORIGIN);
  }

  @Override
  public Subscription onChange(Consumer<App> listener) {
    return changes.subscribe(listener);
  }

  private void become(Known newest, App change) {
    Known before = known;
    known = newest;
    if (!changes.offer(List.of(change))) {
      known = before;
      throw new IllegalStateException("The listeners of the app directory do not keep up");
    }
  }

  private static App disabled(App app) {
    return new App(
        app.id(),
        app.version() + 1,
        app.name(),
        false,
        app.limits(),
        app.credentials(),
        app.rules(),
        app.origins(),
        app.options());
  }

  /** All apps at one moment, and the ways to find them. */
  private record Known(Map<AppId, App> apps, Map<KeyId, App> byKey, Set<String> origins) {

    static Known of(Map<AppId, App> apps) {
      Map<KeyId, App> byKey = new HashMap<>();
      Set<String> origins = new HashSet<>();
      for (App app : apps.values()) {
        for (Credential credential : app.credentials()) {
          App other = byKey.put(credential.id(), app);
          if (other != null) {
            throw new IllegalArgumentException(
                "The key '%s' is used twice, by the apps '%s' and '%s'"
                    .formatted(credential.id(), other.id(), app.id()));
          }
        }
        if (app.enabled()) {
          origins.addAll(app.origins());
        }
      }
      return new Known(apps, byKey, origins);
    }
  }
}
