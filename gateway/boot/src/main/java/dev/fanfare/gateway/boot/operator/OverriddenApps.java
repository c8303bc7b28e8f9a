package dev.fanfare.gateway.boot.operator;

import dev.fanfare.gateway.backend.memory.MemoryAppDirectory;
import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.gateway.port.AppOverrides;
import dev.fanfare.gateway.port.AppOverrides.AppOverride;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.KeyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The apps of another directory with an operator's changes over them. A change reaches listeners,
 * and so open connections, as a newer snapshot of the app: its version is the sum of both versions.
 * Threads: any.
 */
public final class OverriddenApps implements AppDirectory, AutoCloseable {
  private final AppDirectory own;
  private final AppOverrides overrides;
  private final MemoryAppDirectory effective = new MemoryAppDirectory();
  private final List<Subscription> listening = new ArrayList<>();

  private OverriddenApps(AppDirectory own, AppOverrides overrides) {
    this.own = own;
    this.overrides = overrides;
  }

  /** Listens to both for as long as they are there. The directory must still be empty. */
  public static OverriddenApps over(AppDirectory own, AppOverrides overrides) {
    OverriddenApps apps = new OverriddenApps(own, overrides);
    apps.listening.add(own.onChange(apps::appChanged));
    apps.listening.add(overrides.onChange(apps::overridden));
    return apps;
  }

  /** Ends listening; the apps stay as they are. */
  @Override
  public void close() {
    listening.forEach(Subscription::close);
  }

  /** The app as its owner wrote it, without changes. */
  Optional<App> withoutChanges(AppId id) {
    return own.app(id);
  }

  @Override
  public Optional<App> app(AppId id) {
    return effective.app(id);
  }

  @Override
  public Optional<App> byKey(KeyId key) {
    return effective.byKey(key);
  }

  @Override
  public boolean originKnown(String origin) {
    return effective.originKnown(origin);
  }

  @Override
  public Subscription onChange(Consumer<App> listener) {
    return effective.onChange(listener);
  }

  private void appChanged(App app) {
    if (own.app(app.id()).isEmpty()) {
      effective.remove(app.id());
    } else {
      effective.put(Overriding.applied(app, overrides.of(app.id())));
    }
  }

  private void overridden(AppOverride override) {
    own.app(override.app())
        .ifPresent(app -> effective.put(Overriding.applied(app, overrides.of(app.id()))));
  }
}
