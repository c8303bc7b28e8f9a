package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.backend.memory.MemoryControlList;
import dev.fanfare.gateway.control.RecordedBus;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.Control;
import dev.fanfare.gateway.port.ControlList;
import dev.fanfare.testkit.UnreliableBus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two gateways, a list in the middle, and a bus that may be cut off. */
class RecordedBusTest extends BusContract {
  private final MemoryBus wire = new MemoryBus();
  private final UnreliableBus cable = new UnreliableBus(wire, 1);
  private final ControlList list = new MemoryControlList();
  private final RecordedBus here = new RecordedBus(wire, list);
  private final RecordedBus there = new RecordedBus(cable, list);

  @AfterEach
  void end() {
    here.close();
    there.close();
  }

  @Override
  public Bus bus() {
    return here;
  }

  @Override
  public Bus otherBus() {
    return there;
  }

  @Test
  void whatTheBusLosesIsFoundWithinSecondsAndHeardOnce() {
    List<Control> heard = new ArrayList<>();
    there.onControl(heard::add);
    cable.cut();

    await(here.broadcast(changed(1)));
    await(here.broadcast(changed(2)));
    assertThat(heard).isEmpty();
    for (int second = 0; second < RecordedBus.POLL_SECONDS; second++) {
      there.tick();
    }
    assertThat(heard).containsExactly(changed(1), changed(2));

    cable.reconnect();
    await(here.broadcast(changed(3)));
    assertThat(heard).containsExactly(changed(1), changed(2), changed(3));
  }

  @Test
  void aGatewayThatStartsLaterHearsOnlyOfWhatComesThen() {
    await(here.broadcast(changed(1)));
    List<Control> heard = new ArrayList<>();
    try (RecordedBus late = new RecordedBus(wire, list)) {
      late.onControl(heard::add);
      await(here.broadcast(changed(2)));

      assertThat(heard).containsExactly(changed(2));
    }
  }

  @Test
  void aCutBusStopsNobodyFromTelling() {
    List<Control> heard = new ArrayList<>();
    there.onControl(heard::add);
    cable.cut();

    await(there.broadcast(changed(1)));

    assertThat(heard).containsExactly(changed(1));
  }

  @Test
  void whoMissedMoreThanIsKeptLooksAtEverythingAnew() {
    List<Control> heard = new ArrayList<>();
    List<String> anew = new ArrayList<>();
    there.onControl(heard::add);
    there.onReconnect(() -> anew.add("anew"));
    cable.cut();
    int told = ControlList.KEPT + 5;
    for (int i = 1; i <= told; i++) {
      await(list.add(changed(i)));
    }
    cable.reconnect();
    await(here.broadcast(changed(told + 1)));

    assertThat(anew).isNotEmpty();
    assertThat(heard).hasSize(ControlList.KEPT + 1).endsWith(changed(told + 1));
  }

  private Control changed(long version) {
    return new Control.AppChanged(app(), version);
  }
}
