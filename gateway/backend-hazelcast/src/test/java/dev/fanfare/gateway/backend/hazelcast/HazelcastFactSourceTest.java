package dev.fanfare.gateway.backend.hazelcast;

import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.link.FactSource;
import dev.fanfare.testkit.contract.FactSourceContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Facts of logs that three members keep. A cluster of their own: who takes facts takes them of all
 * channels, and other tests leave many.
 */
@Isolated
class HazelcastFactSourceTest extends FactSourceContract {
  private static final TestCluster CLUSTER = TestCluster.fresh("facts");
  private static final StoreClient CLIENT = CLUSTER.client();
  private static final HazelcastChannelStore STORE = new HazelcastChannelStore(CLIENT);
  private static final FactSource FACTS = new HazelcastFactSource(CLIENT, STORE);

  @AfterAll
  static void end() {
    CLUSTER.close();
  }

  @Override
  protected ChannelStore store() {
    return STORE;
  }

  @Override
  protected FactSource facts() {
    return FACTS;
  }

  @Override
  protected void pass(Duration time) {
    CLUSTER.pass(time);
  }
}
