package dev.fanfare.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryChannelStore;
import dev.fanfare.link.AppFact;
import dev.fanfare.link.AppFact.What;
import dev.fanfare.link.FactSource;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.testkit.ManualClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryFactSourceTest {
  private final ManualClock clock = new ManualClock();
  private final MemoryChannelStore store =
      new MemoryChannelStore(clock, new SecureRandom(), 100_000);
  private final FactSource facts = store.facts();

  @Test
  void factsAreGivenOutUntilTheyAreAcknowledged() {
    StoredChannel room = channel("1", "room");
    room.enter("ann", "c1", "data");
    room.enter("bob", "c2", "data");
    List<AppFact> taken = facts.take(10);

    assertThat(taken)
        .extracting(AppFact::what)
        .containsExactly(
            new What.MemberAdded(new ClientId("ann")), new What.MemberAdded(new ClientId("bob")));
    assertThat(facts.take(10)).isEqualTo(taken);
    facts.acknowledge(Map.of(room.key(), taken.get(0).sequence()));
    assertThat(facts.take(10)).containsExactly(taken.get(1));
    assertThat(facts.stock()).isEqualTo(new FactSource.Stock(1, 0));
    facts.acknowledge(Map.of(room.key(), taken.get(1).sequence()));
    assertThat(facts.take(10)).isEmpty();
    assertThat(facts.stock().waiting()).isZero();
  }

  @Test
  void aDepartureIsGivenOutThreeSecondsLater() {
    StoredChannel room = channel("1", "room");
    room.enter("ann", "c1", "data");
    room.leave("ann", "c1");
    assertThat(facts.take(10)).hasSize(1);
    clock.advance(Duration.ofSeconds(3));

    assertThat(facts.take(10)).hasSize(2);
  }

  @Test
  void anAppWithManyFactsDoesNotKeepTheOthersWaiting() {
    for (int i = 0; i < 500; i++) {
      channel("loud", "room:" + i).enter("ann", "c1", "data");
    }
    channel("quiet", "room").enter("ann", "c1", "data");

    assertThat(facts.take(10)).anyMatch(fact -> fact.channel().app().text().equals("quiet"));
  }

  @Test
  void channelsTakeTurnsAlsoWhenTheirFactsAreNotSettled() {
    StoredChannel first = channel("1", "a");
    first.enter("ann", "c1", "data");
    facts.acknowledge(Map.of(first.key(), Long.MAX_VALUE));
    first.leave("ann", "c1");
    channel("1", "b").enter("ann", "c1", "data");

    assertThat(facts.take(1)).isEmpty();
    assertThat(facts.take(1)).hasSize(1);
  }

  @Test
  void moreThanTenThousandWaitingFactsOfAnAppAreLostAndCounted() {
    for (int i = 0; i < 10_100; i++) {
      channel("1", "room:" + i % 50).enter("client " + i, "c", "data");
    }
    channel("2", "room").enter("ann", "c1", "data");

    assertThat(facts.stock()).isEqualTo(new FactSource.Stock(10_001, 100));
    assertThat(facts.take(100)).anyMatch(fact -> fact.channel().app().text().equals("2"));
  }

  @Test
  void acknowledgingWhatIsNotThereChangesNothing() {
    facts.acknowledge(Map.of(channel("1", "nowhere").key(), 7L));

    assertThat(store.logs()).isZero();
  }

  private StoredChannel channel(String app, String name) {
    return new StoredChannel(
        store, new ChannelKey(new AppId(app), new ChannelName(name)), StoredChannel.DEFAULT_BOUNDS);
  }
}
