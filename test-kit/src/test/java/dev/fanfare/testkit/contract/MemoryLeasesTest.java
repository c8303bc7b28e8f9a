package dev.fanfare.testkit.contract;

import dev.fanfare.gateway.backend.memory.MemoryChannelStore;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Leases;
import dev.fanfare.testkit.ManualClock;
import java.security.SecureRandom;
import java.time.Duration;

class MemoryLeasesTest extends LeasesContract {
  private final ManualClock clock = new ManualClock();
  private final MemoryChannelStore store = new MemoryChannelStore(clock, new SecureRandom(), 1_000);

  @Override
  protected Leases leases() {
    return store;
  }

  @Override
  protected ChannelStore store() {
    return store;
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
    store.tick();
  }
}
