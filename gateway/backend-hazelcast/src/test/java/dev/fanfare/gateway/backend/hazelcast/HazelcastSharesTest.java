package dev.fanfare.gateway.backend.hazelcast;

import dev.fanfare.gateway.port.Shares;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.contract.SharesContract;
import java.time.Duration;

/** Shares over the store; gateways and members live by clocks that move by hand. */
class HazelcastSharesTest extends SharesContract {
  private final TestCluster cluster = TestCluster.shared();
  private final HazelcastShares shares = new HazelcastShares(cluster.client());
  private final ManualClock clock = new ManualClock();

  @Override
  protected Shares shares() {
    return shares;
  }

  @Override
  protected Time time() {
    return clock;
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
    cluster.pass(time);
  }
}
