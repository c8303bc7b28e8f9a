package dev.fanfare.testkit.contract;

import dev.fanfare.protocol.AppId;
import java.util.UUID;

/**
 * What every {@link dev.fanfare.gateway.port.ChannelStore} promises. A subclass gives the store,
 * and where it can moves its time; a store may be used by all tests of a class, since each has an
 * app of its own.
 */
public abstract class ChannelStoreContract
    implements AppendPromises,
        RepetitionPromises,
        ReadPromises,
        PresencePromises,
        ListPromises,
        FactPromises,
        HeadPromises,
        RoomPromises,
        IsolationPromises {

  private final AppId app = new AppId("t-" + UUID.randomUUID());

  @Override
  public final AppId app() {
    return app;
  }
}
