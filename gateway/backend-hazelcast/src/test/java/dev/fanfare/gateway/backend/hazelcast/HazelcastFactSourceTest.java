package dev.fanfare.gateway.backend.hazelcast;

import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.link.FactSource;
import dev.fanfare.testkit.contract.FactSourceContract;
import java.time.Duration;

/** Facts of logs that three members keep. */
class HazelcastFactSourceTest extends FactSourceContract {
  private static final StoreClient CLIENT = TestCluster.shared().client();
  private static final HazelcastChannelStore STORE = new HazelcastChannelStore(CLIENT);
  private static final FactSource FACTS = new HazelcastFactSource(CLIENT, STORE);

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
    TestCluster.shared().pass(time);
  }
}
