package dev.fanfare.gateway.auth;

import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.App.Credential;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The apps of one test. */
final class KnownApps implements AppDirectory {
  private final Map<AppId, App> apps = new ConcurrentHashMap<>();
  private final List<Consumer<App>> listeners = new CopyOnWriteArrayList<>();

  App put(String id, Credential... credentials) {
    return put(app(id, true, credentials));
  }

  App putDisabled(String id, Credential... credentials) {
    return put(app(id, false, credentials));
  }

  App put(App app) {
    apps.put(app.id(), app);
    listeners.forEach(listener -> listener.accept(app));
    return app;
  }

  static App app(String id, boolean enabled, Credential... credentials) {
    return new App(
        new AppId(id),
        1,
        "app " + id,
        enabled,
        Limits.DEFAULT,
        List.of(credentials),
        List.of(),
        List.of("*"));
  }

  @Override
  public Optional<App> app(AppId id) {
    return Optional.ofNullable(apps.get(id));
  }

  @Override
  public Optional<App> byKey(KeyId key) {
    return apps.values().stream().filter(app -> app.credential(key).isPresent()).findFirst();
  }

  @Override
  public boolean originKnown(String origin) {
    return true;
  }

  @Override
  public Subscription onChange(Consumer<App> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
