package dev.fanfare.testkit;

import static dev.fanfare.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.port.Control;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.testkit.UnreliableBus.Faults;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnreliableBusTest {
  private static final ChannelKey NEWS = new ChannelKey(new AppId("1"), new ChannelName("news"));

  private final UnreliableBus bus = new UnreliableBus(new MemoryBus(), 7);

  @Test
  void itBehavesUntilItIsToldOtherwise() {
    assertThat(heardOf(bus, 100)).isEqualTo(offsets(100));
  }

  @Test
  void itDrops() {
    bus.suffer(new Faults(0.5, 0, 0, 0));

    List<Long> heard = heardOf(bus, 1_000);

    assertThat(heard).isSorted().doesNotHaveDuplicates();
    assertThat(heard.size()).isBetween(400, 600);
  }

  @Test
  void itRepeats() {
    bus.suffer(new Faults(0, 0.5, 0, 3));

    List<Long> heard = heardOf(bus, 1_000);

    assertThat(new HashSet<>(heard)).hasSize(1_000);
    assertThat(heard.size()).isBetween(1_400, 1_600);
  }

  @Test
  void itReordersAndHoldsBackUntilReleased() {
    bus.suffer(new Faults(0, 0, 0.5, 3));

    List<Long> heard = heardOf(bus, 1_000);

    assertThat(heard).containsExactlyInAnyOrderElementsOf(offsets(1_000));
    assertThat(heard).isNotEqualTo(offsets(1_000));
  }

  @Test
  void itDoesTheSameForTheSameSeed() {
    bus.suffer(Faults.MANY);
    UnreliableBus same = new UnreliableBus(new MemoryBus(), 7);
    same.suffer(Faults.MANY);
    UnreliableBus other = new UnreliableBus(new MemoryBus(), 8);
    other.suffer(Faults.MANY);

    List<Long> heard = heardOf(bus, 300);

    assertThat(heardOf(same, 300)).isEqualTo(heard);
    assertThat(heardOf(other, 300)).isNotEqualTo(heard);
  }

  @Test
  void whatBefallsOneFollowerDoesNotBefallTheOther() {
    bus.suffer(Faults.MANY);
    List<Long> other = new ArrayList<>();
    await(bus.follow(NEWS, entry -> other.add(entry.offset())));

    assertThat(heardOf(bus, 300)).isNotEqualTo(other);
  }

  @Test
  void whileItIsCutNothingPassesAndAfterwardsListenersKnow() {
    List<String> heard = new ArrayList<>();
    await(bus.follow(NEWS, entry -> heard.add("entry")));
    Subscription controls = bus.onControl(control -> heard.add("control"));
    Subscription reconnects = bus.onReconnect(() -> heard.add("reconnect"));

    bus.cut();
    assertThat(bus.publish(NEWS, entries(1)).failed()).isTrue();
    assertThat(bus.broadcast(new Control.AppChanged(NEWS.app(), 1)).failed()).isTrue();
    bus.reconnect();
    await(bus.publish(NEWS, entries(1)));
    await(bus.broadcast(new Control.AppChanged(NEWS.app(), 1)));
    controls.close();
    reconnects.close();
    bus.reconnect();

    assertThat(heard).containsExactly("reconnect", "entry", "control");
  }

  private static List<Long> heardOf(UnreliableBus bus, int count) {
    List<Long> heard = new ArrayList<>();
    Subscription following = await(bus.follow(NEWS, entry -> heard.add(entry.offset())));
    entries(count).forEach(entry -> await(bus.publish(NEWS, List.of(entry))));
    bus.release();
    following.close();
    return heard;
  }

  private static List<Entry> entries(int count) {
    List<Entry> entries = new ArrayList<>();
    for (int offset = 1; offset <= count; offset++) {
      Draft draft = Draft.of(Payload.text("x"));
      entries.add(Entry.of(new Message(new Position(1, offset), offset, draft)));
    }
    return entries;
  }

  private static List<Long> offsets(int count) {
    return entries(count).stream().map(Entry::offset).toList();
  }
}
