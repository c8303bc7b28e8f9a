package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Fact;
import dev.fanfare.gateway.log.LogChange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a customer's backend may want to hear of waits in the log until it is taken. */
interface FactPromises extends StoreSubject {

  @Test
  default void theFirstToComeAndTheLastToGoAreFacts() {
    StoredChannel room = channel("room");
    room.occupy(1, 1);
    room.occupy(2, 5);
    room.occupy(1, 0);
    room.enter("ann", "c1", "data");
    room.enter("ann", "c2", "data");
    room.leave("ann", "c1");
    room.leave("ann", "c2");
    room.occupy(2, 0);

    assertThat(withoutCounts(waiting(room)))
        .extracting(FactPromises::inWords)
        .containsExactly("occupied", "ann added", "ann removed", "vacated");
    assertThat(waiting(room)).extracting(Fact::timeMicros).isSorted();
  }

  @Test
  default void factsAreNumberedWithoutAHoleAndWaitUntilTheyAreTaken() {
    StoredChannel room = channel("room");
    for (int i = 0; i < 5; i++) {
      room.enter("client " + i, "c1", "data");
    }
    List<Fact> all = waiting(room);
    long third = all.get(2).sequence();

    assertThat(all).hasSize(5);
    assertThat(all.get(4).sequence() - all.get(0).sequence()).isEqualTo(4);
    assertThat(waiting(room)).isEqualTo(all);
    assertThat(forget(room, third)).isEqualTo(all.subList(3, 5));
    assertThat(waiting(room)).isEqualTo(all.subList(3, 5));
    room.leave("client 1", "c1");
    assertThat(waiting(room)).hasSize(3);
    assertThat(waiting(room).get(2).sequence()).isEqualTo(all.get(4).sequence() + 1);
  }

  @Test
  default void whatIsReapedIsAFactToo() {
    StoredChannel room = channel("room");
    room.occupy(7, 3);
    room.enter("ann", "c1", 7, "data");
    room.reap(7);

    assertThat(withoutCounts(waiting(room)))
        .extracting(FactPromises::inWords)
        .containsExactlyInAnyOrder("occupied", "ann added", "ann removed", "vacated");
  }

  private static List<Fact> waiting(StoredChannel channel) {
    return forget(channel, 0);
  }

  private static List<Fact> forget(StoredChannel channel, long sequence) {
    return await(channel.store().apply(channel.key(), new LogChange.ForgetFacts(sequence))).facts();
  }

  private static List<Fact> withoutCounts(List<Fact> facts) {
    List<Fact> others = new ArrayList<>(facts);
    others.removeIf(Fact.Subscribers.class::isInstance);
    return others;
  }

  private static String inWords(Fact fact) {
    return switch (fact) {
      case Fact.Occupied occupied -> "occupied";
      case Fact.Vacated vacated -> "vacated";
      case Fact.MemberAdded added -> added.client() + " added";
      case Fact.MemberRemoved removed -> removed.client() + " removed";
      case Fact.CacheMissed missed -> "cache missed";
      case Fact.ClientEvent event -> event.event() + " by " + event.connection();
      case Fact.Subscribers subscribers -> subscribers.count() + " subscribers";
    };
  }
}
