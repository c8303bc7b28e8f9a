package dev.fanfare.gateway.port;

import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.KeyId;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The apps as this gateway knows them: snapshots that are brought to it, so that every question is
 * answered from memory, at once, also while whoever makes apps and keys is away.
 *
 * <p><b>Threads.</b> Any; listeners are called on any thread, one change at a time.
 */
public interface AppDirectory {

  /** The newest snapshot of an app. */
  Optional<App> app(AppId id);

  /** The app that a credential belongs to. Revoked credentials are found too. */
  Optional<App> byKey(KeyId key);

  /** Whether any app lets pages of this origin connect; a first sieve before the app is known. */
  boolean originKnown(String origin);

  /** Hears of every new snapshot. A removed app is told as one that is not enabled. */
  Subscription onChange(Consumer<App> listener);
}
