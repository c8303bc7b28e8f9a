package dev.fanfare.gateway.boot.apps;

import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.KeyId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A directory whose apps are handed to it: from the configuration file at the start, and again at
 * each reload. Questions are answered from one immutable index; a change swaps the index first and
 * tells the listeners then, one change at a time.
 */
public final class ConfigAppDirectory implements AppDirectory {
  private final List<Consumer<App>> listeners = new CopyOnWriteArrayList<>();
  private volatile Index index = Index.of(List.of());
  private long lastVersion;

  /** A directory of these apps, whose ids and key ids are unique. */
  public ConfigAppDirectory(List<App> apps) {
    replaceAll(apps);
  }

  @Override
  public Optional<App> app(AppId id) {
    return Optional.ofNullable(index.apps.get(id));
  }

  @Override
  public Optional<App> byKey(KeyId key) {
    return Optional.ofNullable(index.byKey.get(key));
  }

  @Override
  public boolean originKnown(String origin) {
    Set<String> origins = index.origins;
    return origins.contains("*") || origins.contains(origin);
  }

  @Override
  public Subscription onChange(Consumer<App> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Every app, in no particular order. */
  public List<App> all() {
    return List.copyOf(index.apps.values());
  }

  /**
   * Makes these the only apps. Those that did not change keep their snapshot and its version;
   * listeners hear of the others.
   *
   * @return what was different
   */
  public synchronized Change replaceAll(List<App> apps) {
    Map<AppId, App> old = index.apps;
    List<App> now = new ArrayList<>(apps.size());
    List<App> news = new ArrayList<>();
    int added = 0;
    for (App app : apps) {
      App before = old.get(app.id());
      if (before != null && sameContent(before, app)) {
        now.add(before);
        continue;
      }
      App fresh = withVersion(app, ++lastVersion, app.enabled());
      now.add(fresh);
      news.add(fresh);
      added += before == null ? 1 : 0;
    }
    int changed = news.size() - added;
    Index next = Index.of(now);
    for (App gone : old.values()) {
      if (!next.apps.containsKey(gone.id())) {
        news.add(withVersion(gone, ++lastVersion, false));
      }
    }
    index = next;
    for (App app : news) {
      for (Consumer<App> listener : listeners) {
        listener.accept(app);
      }
    }
    return new Change(added, changed, news.size() - added - changed);
  }

  /** Adds an app, or takes a new snapshot of one; the others stay. */
  public synchronized Change replace(App app) {
    List<App> apps = new ArrayList<>(index.apps.values());
    apps.removeIf(other -> other.id().equals(app.id()));
    apps.add(app);
    return replaceAll(apps);
  }

  /** How many apps came, changed and went. */
  public record Change(int added, int changed, int removed) {}

  private static App withVersion(App app, long version, boolean enabled) {
    return new App(
        app.id(),
        version,
        app.name(),
        enabled,
        app.limits(),
        app.credentials(),
        app.rules(),
        app.origins());
  }

  private static boolean sameContent(App one, App other) {
    return one.name().equals(other.name())
        && one.enabled() == other.enabled()
        && one.limits().equals(other.limits())
        && one.rules().equals(other.rules())
        && one.origins().equals(other.origins())
        && SameCredentials.in(one.credentials(), other.credentials());
  }

  private record Index(Map<AppId, App> apps, Map<KeyId, App> byKey, Set<String> origins) {
    static Index of(List<App> list) {
      Map<AppId, App> apps = new HashMap<>();
      Map<KeyId, App> byKey = new HashMap<>();
      Set<String> origins = new HashSet<>();
      for (App app : list) {
        if (apps.put(app.id(), app) != null) {
          throw new IllegalArgumentException("The app id '" + app.id() + "' is given twice");
        }
        for (App.Credential credential : app.credentials()) {
          if (byKey.put(credential.id(), app) != null) {
            throw new IllegalArgumentException(
                "The key id '" + credential.id() + "' is given twice");
          }
        }
        origins.addAll(app.origins());
      }
      return new Index(apps, byKey, origins);
    }
  }
}
