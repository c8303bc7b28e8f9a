package dev.fanfare.gateway.backend.hazelcast;

import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Leases;
import dev.fanfare.testkit.contract.LeasesContract;
import java.time.Duration;

/** Each member judges for itself. */
class HazelcastLeasesTest extends LeasesContract {
  private final HazelcastChannelStore store =
      new HazelcastChannelStore(TestCluster.shared().client());
  private final HazelcastLeases leases =
      new HazelcastLeases(TestCluster.shared().client(), TestCluster.shared().options());

  @Override
  protected Leases leases() {
    return leases;
  }

  @Override
  protected ChannelStore store() {
    return store;
  }

  @Override
  protected void pass(Duration time) {
    TestCluster.shared().pass(time);
  }
}
