package dev.fanfare.testkit.contract;

import dev.fanfare.gateway.backend.memory.MemoryControlList;
import dev.fanfare.gateway.port.ControlList;

class MemoryControlListTest extends ControlListContract {
  private final MemoryControlList list = new MemoryControlList();

  @Override
  protected ControlList list() {
    return list;
  }
}
