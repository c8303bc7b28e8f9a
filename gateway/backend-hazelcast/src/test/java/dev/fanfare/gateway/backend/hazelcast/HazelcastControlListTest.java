package dev.fanfare.gateway.backend.hazelcast;

import dev.fanfare.gateway.port.ControlList;
import dev.fanfare.testkit.contract.ControlListContract;
import java.security.SecureRandom;

class HazelcastControlListTest extends ControlListContract {
  private final HazelcastControlList list =
      new HazelcastControlList(TestCluster.shared().client(), new SecureRandom());

  @Override
  protected ControlList list() {
    return list;
  }
}
