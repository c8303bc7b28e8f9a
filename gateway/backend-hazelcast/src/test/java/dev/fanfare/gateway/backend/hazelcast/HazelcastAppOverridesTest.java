package dev.fanfare.gateway.backend.hazelcast;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.control.RecordedBus;
import dev.fanfare.gateway.port.AppOverrides;
import dev.fanfare.gateway.port.AppOverrides.AppOverride;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.ControlList;
import dev.fanfare.protocol.AppId;
import dev.fanfare.testkit.UnreliableBus;
import dev.fanfare.testkit.contract.AppOverridesContract;
import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two gateways on one store; what one of them hears may be cut off. */
class HazelcastAppOverridesTest extends AppOverridesContract {
  private final StoreClient client = TestCluster.shared().client();
  private final MemoryBus wire = new MemoryBus();
  private final UnreliableBus cable = new UnreliableBus(wire, 1);
  private final ControlList list = new HazelcastControlList(client, new SecureRandom());
  private final HazelcastAppOverrides here = gateway(wire);
  private final RecordedBus thereBus = new RecordedBus(cable, list);
  private final HazelcastAppOverrides there = HazelcastAppOverrides.load(client, thereBus);

  @Override
  protected AppOverrides overrides() {
    return here;
  }

  @Override
  protected AppOverrides otherOverrides() {
    return there;
  }

  @Test
  void aGatewayThatStartsKnowsWhatWasChangedBefore() {
    AppOverride change = new AppOverride(new AppId("t-" + UUID.randomUUID()), 1, "{\"a\":1}");
    await(here.replace(change));

    assertThat(gateway(wire).of(change.app())).contains(change);
  }

  @Test
  void aGatewayThatTheBusDoesNotReachLearnsOfItWithinSeconds() {
    AppOverride change = new AppOverride(new AppId("t-" + UUID.randomUUID()), 1, "{\"a\":1}");
    cable.cut();
    await(here.replace(change));
    assertThat(there.of(change.app())).isEmpty();
    for (int second = 0; second < RecordedBus.POLL_SECONDS; second++) {
      thereBus.tick();
    }

    until("it knows", () -> there.of(change.app()).isPresent());
  }

  private HazelcastAppOverrides gateway(Bus bus) {
    return HazelcastAppOverrides.load(client, new RecordedBus(bus, list));
  }
}
