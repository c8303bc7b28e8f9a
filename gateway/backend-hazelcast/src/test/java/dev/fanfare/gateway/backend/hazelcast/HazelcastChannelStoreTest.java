package dev.fanfare.gateway.backend.hazelcast;

import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.testkit.contract.ChannelStoreContract;
import java.time.Duration;

/** The port's promises, on three members with one copy beside the owner's. */
class HazelcastChannelStoreTest extends ChannelStoreContract {
  private static final HazelcastChannelStore STORE =
      new HazelcastChannelStore(TestCluster.shared().client());

  @Override
  public ChannelStore store() {
    return STORE;
  }

  @Override
  public void knowsLogs(int logs) {
    TestCluster.shared().knowsLogs(app(), logs);
  }

  @Override
  public void pass(Duration time) {
    TestCluster.shared().pass(time);
  }
}
