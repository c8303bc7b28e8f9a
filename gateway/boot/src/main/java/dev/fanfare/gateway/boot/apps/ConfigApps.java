package dev.fanfare.gateway.boot.apps;

import dev.fanfare.gateway.backend.memory.MemoryAppDirectory;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.App.Credential;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.KeyId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings the apps of the configuration to the directory: all of them at the start, and at each
 * reload those that came, changed or went. Versions are counted here, because the file has none.
 */
public final class ConfigApps {
  private final MemoryAppDirectory directory;
  private final Map<AppId, App> present = new HashMap<>();
  private long lastVersion;

  /** Nobody else brings apps to this directory. */
  public ConfigApps(MemoryAppDirectory directory) {
    this.directory = directory;
  }

  /**
   * Makes these the only apps. Those that did not change keep their snapshot and its version.
   * Listeners of the directory have heard of the others when this returns, unless a change on
   * another thread is still being told.
   *
   * @param apps with ids and key ids that are unique among them; versions do not matter
   */
  public synchronized Change replaceAll(List<App> apps) {
    Map<AppId, App> next = new LinkedHashMap<>();
    apps.forEach(app -> next.put(app.id(), app));
    List<AppId> gone = present.keySet().stream().filter(id -> !next.containsKey(id)).toList();
    for (AppId id : gone) {
      directory.remove(id);
      present.remove(id);
    }
    List<App> news = new ArrayList<>();
    int added = 0;
    for (App app : next.values()) {
      App before = present.get(app.id());
      if (before == null || !sameContent(before, app)) {
        added += before == null ? 1 : 0;
        news.add(app);
      }
    }
    letGoOfMovedKeys(next);
    news.forEach(this::bring);
    return new Change(added, news.size() - added, gone.size());
  }

  /** How many apps there are. */
  public synchronized int size() {
    return present.size();
  }

  /** A key never belongs to two apps, not even between two steps: who loses one loses it first. */
  private void letGoOfMovedKeys(Map<AppId, App> next) {
    Map<KeyId, AppId> owners = new HashMap<>();
    next.values().forEach(app -> app.credentials().forEach(key -> owners.put(key.id(), app.id())));
    for (App app : List.copyOf(present.values())) {
      List<Credential> kept =
          app.credentials().stream()
              .filter(key -> owners.getOrDefault(key.id(), app.id()).equals(app.id()))
              .toList();
      if (kept.size() < app.credentials().size()) {
        bring(with(app, app.version(), kept));
      }
    }
  }

  private void bring(App app) {
    App snapshot = with(app, ++lastVersion, app.credentials());
    directory.put(snapshot);
    present.put(app.id(), snapshot);
  }

  private static App with(App app, long version, List<Credential> credentials) {
    return new App(
        app.id(),
        version,
        app.name(),
        app.enabled(),
        app.limits(),
        credentials,
        app.rules(),
        app.origins(),
        app.options());
  }

  private static boolean sameContent(App one, App other) {
    return one.name().equals(other.name())
        && one.enabled() == other.enabled()
        && one.limits().equals(other.limits())
        && one.rules().equals(other.rules())
        && one.origins().equals(other.origins())
        && one.options().equals(other.options())
        && SameCredentials.in(one.credentials(), other.credentials());
  }

  /** How many apps came, changed and went. */
  public record Change(int added, int changed, int removed) {}
}
