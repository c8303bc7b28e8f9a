package dev.fanfare.gateway.port;

import dev.fanfare.protocol.AppId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an operator has changed of apps at run time, beside where the apps come from. Every gateway
 * of an installation sees the same.
 *
 * <p><b>Order.</b> An app's versions rise by one with each change; taking a change back is a change
 * too. <b>Threads.</b> Any; nothing blocks. Listeners are called on any thread, one change at a
 * time, in the order of the versions of an app.
 */
public interface AppOverrides {

  /**
   * What is changed of one app.
   *
   * @param version from 1
   * @param document JSON, read by whoever applies it; <code>{}</code> when nothing is changed any
   *     more
   */
  record AppOverride(AppId app, long version, String document) {}

  /** What is changed of an app, as far as this gateway has heard; empty when nothing ever was. */
  Optional<AppOverride> of(AppId app);

  /** What is changed of every app, as far as this gateway has heard. */
  Collection<AppOverride> all();

  /**
   * Changes an app, if its version is still the one before {@code next}'s.
   *
   * @return whether it was; fails when the store is out of reach and the outcome unknown
   */
  Future<Boolean> replace(AppOverride next);

  /** Hears of every change. */
  Subscription onChange(Consumer<AppOverride> listener);
}
