package dev.fanfare.testkit.contract;

import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/** The store that promises are tested on. */
interface StoreSubject {
  /** The store, the same one during a test. */
  ChannelStore store();

  /** An app that no other test uses, so that a store may outlive a test. */
  AppId app();

  /** Lets time pass for the store; where a store's time cannot be moved, the test is left out. */
  default void pass(Duration time) {
    Assumptions.abort("The time of this store cannot be moved by " + time);
  }

  /**
   * Makes the store tell watchers of changed heads now; one that does so by itself needs nothing.
   */
  default void tellWatchers() {}

  /**
   * Waits until the whole store knows that the test's app has so many logs; one that lives in one
   * place knows at once.
   */
  default void knowsLogs(int logs) {}

  /** A channel of the test's app. */
  default StoredChannel channel(String name) {
    return channel(name, StoredChannel.DEFAULT_BOUNDS);
  }

  /** A channel of the test's app with bounds of its own. */
  default StoredChannel channel(String name, Bounds bounds) {
    return channel(app(), name, bounds);
  }

  /** A channel of any app. */
  default StoredChannel channel(AppId app, String name, Bounds bounds) {
    return new StoredChannel(store(), new ChannelKey(app, new ChannelName(name)), bounds);
  }
}
