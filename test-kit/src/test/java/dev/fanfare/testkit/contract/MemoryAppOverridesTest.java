package dev.fanfare.testkit.contract;

import dev.fanfare.gateway.backend.memory.MemoryAppOverrides;
import dev.fanfare.gateway.port.AppOverrides;

class MemoryAppOverridesTest extends AppOverridesContract {
  private final MemoryAppOverrides overrides = new MemoryAppOverrides();

  @Override
  protected AppOverrides overrides() {
    return overrides;
  }

  @Override
  protected AppOverrides otherOverrides() {
    return overrides;
  }
}
