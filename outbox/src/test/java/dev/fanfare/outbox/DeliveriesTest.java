package dev.fanfare.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.link.AppFact;
import dev.fanfare.outbox.Deliveries.Taken;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.testkit.Racing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What several outboxes do to one database at the same time. */
class DeliveriesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final int CHANNELS = 200;

  @Test
  void outboxesThatTookTheSameFactsInOppositeOrdersStoreEachOnce() {
    Deliveries deliveries = new Deliveries(Database.open(Postgres.freshDatabase()));

    for (int round = 0; round < 10; round++) {
      List<Taken> forwards = facts(round);
      List<Taken> backwards = new ArrayList<>(forwards);
      Collections.reverse(backwards);
      List<Boolean> stored =
          Racing.race(
              2,
              outbox -> {
                deliveries.put(outbox == 0 ? forwards : backwards, NOW);
                return true;
              });
      assertThat(stored).containsOnly(true);
    }

    assertThat(deliveries.counts().waiting()).isEqualTo(10L * CHANNELS);
  }

  private static List<Taken> facts(int round) {
    List<Taken> facts = new ArrayList<>();
    for (int i = 0; i < CHANNELS; i++) {
      ChannelKey channel = new ChannelKey(new AppId("app"), new ChannelName("channel" + i));
      AppFact fact = new AppFact(channel, round, 0, new AppFact.What.Occupied());
      facts.add(new Taken(fact, Set.of("http://127.0.0.1:1/hook")));
    }
    return facts;
  }
}
