package dev.fanfare.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.LogChange.ForgetFacts;
import dev.fanfare.gateway.log.LogChange.Occupy;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactsTest {
  private final LogOnTheBench bench = new LogOnTheBench();

  @Test
  void theFirstSubscriberOccupiesAndTheLastVacates() {
    assertThat(names(occupy(1, 2))).containsExactly("Occupied", "Subscribers");
    assertThat(names(occupy(2, 1))).containsExactly("Subscribers");
    assertThat(occupy(2, 1)).isEmpty();
    assertThat(bench.log.subscribers()).isEqualTo(3);
    assertThat(names(occupy(1, 0))).containsExactly("Subscribers");
    assertThat(names(occupy(2, 0))).containsExactly("Subscribers", "Vacated");
    assertThat(occupy(2, 0)).isEmpty();
    assertThat(bench.log.subscribers()).isZero();
  }

  @Test
  void lessThanNobodyIsNobody() {
    occupy(1, 1);
    assertThat(names(occupy(1, -5))).containsExactly("Subscribers", "Vacated");
    assertThat(bench.log.subscribers()).isZero();
  }

  @Test
  void sequencesRiseByOneAndStartWhereNobodyElseDid() {
    occupy(1, 1);
    bench.enter("alice", "x");
    List<Fact> waiting = waiting();
    long first = waiting.get(0).sequence();

    assertThat(first).isPositive();
    assertThat(waiting).extracting(Fact::sequence).containsExactly(first, first + 1, first + 2);

    LogOnTheBench other = new LogOnTheBench();
    other.log = new ChannelLog();
    other.publish("something, so that chance goes on");
    other.apply(new Occupy(1, 1));
    assertThat(other.facts.get(0).sequence()).isNotEqualTo(first);
  }

  @Test
  void anotherWritersSequencesLeapAndStillRise() {
    occupy(1, 1);
    long before = bench.facts.get(1).sequence();
    bench.writer = 2;
    bench.enter("alice", "x");

    assertThat(bench.facts.get(0).sequence()).isGreaterThan(before + 1);
  }

  @Test
  void factsWaitUntilTheyAreForgotten() {
    occupy(1, 1);
    bench.enter("alice", "x");
    List<Fact> waiting = waiting();

    assertThat(names(waiting)).containsExactly("Occupied", "Subscribers", "MemberAdded");
    List<Fact> left = bench.apply(new ForgetFacts(waiting.get(1).sequence())).facts();
    assertThat(left).containsExactly(waiting.get(2));
    assertThat(bench.apply(new ForgetFacts(Long.MAX_VALUE)).facts()).isEmpty();
  }

  @Test
  void ofSeveralCountsInARowOnlyTheLastWaits() {
    occupy(1, 1);
    occupy(1, 2);
    occupy(1, 3);

    assertThat(names(waiting())).containsExactly("Occupied", "Subscribers");
    assertThat(waiting().get(1))
        .isInstanceOfSatisfying(
            Fact.Subscribers.class, fact -> assertThat(fact.count()).isEqualTo(3));
  }

  @Test
  void tooManyWaitingFactsPushTheOldestOutAndAreCounted() {
    for (int i = 0; i < FactQueue.MOST / 2 + 5; i++) {
      bench.enter("client-" + i, "x");
      bench.leave("client-" + i);
    }

    assertThat(waiting()).hasSize(FactQueue.MOST);
    assertThat(bench.log.factsDropped()).isEqualTo(10);
  }

  @Test
  void moreSubscribersThanAnIntCanSayAreAsManyAsItCan() {
    occupy(1, Integer.MAX_VALUE);
    occupy(2, Integer.MAX_VALUE);

    assertThat(bench.log.subscribers()).isEqualTo(Integer.MAX_VALUE);
    occupy(1, 0);
    assertThat(bench.log.subscribers()).isEqualTo(Integer.MAX_VALUE);
    occupy(2, 1);
    assertThat(bench.log.subscribers()).isEqualTo(1);
  }

  private List<Fact> occupy(long incarnation, int subscribers) {
    bench.apply(new Occupy(incarnation, subscribers));
    return bench.facts;
  }

  private List<Fact> waiting() {
    return bench.apply(new ForgetFacts(0)).facts();
  }

  private static List<String> names(List<Fact> facts) {
    return facts.stream().map(fact -> fact.getClass().getSimpleName()).toList();
  }
}
