package dev.fanfare.gateway.boot.operator;

import dev.fanfare.gateway.port.AppOverrides;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.AppId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Changes of apps that are kept in a store which is found only when the gateway starts. Until then
 * nothing is changed, and nothing can be.
 */
public final class AttachedOverrides implements AppOverrides {
  private final List<Consumer<AppOverride>> listeners = new CopyOnWriteArrayList<>();
  private volatile Optional<AppOverrides> attached = Optional.empty();

  /** Found: listeners hear at once of all that is changed. Called once. */
  @SuppressWarnings("resource") // listens for as long as it is there
  public void attach(AppOverrides found) {
    attached = Optional.of(found);
    found.onChange(this::tell);
    found.all().forEach(this::tell);
  }

  @Override
  public Optional<AppOverride> of(AppId app) {
    return attached.flatMap(there -> there.of(app));
  }

  @Override
  public Collection<AppOverride> all() {
    return attached.map(AppOverrides::all).orElse(List.of());
  }

  @Override
  public Future<Boolean> replace(AppOverride next) {
    return attached
        .map(there -> there.replace(next))
        .orElseGet(() -> Future.failedFuture("The store is not there yet. Try again soon."));
  }

  @Override
  public Subscription onChange(Consumer<AppOverride> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tell(AppOverride change) {
    listeners.forEach(listener -> listener.accept(change));
  }
}
