package dev.fanfare.gateway.backend.hazelcast;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.log.Id128;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogChange.AppendReply;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.log.Slice;
import dev.fanfare.link.AppFact;
import dev.fanfare.link.AppFact.What.Occupied;
import dev.fanfare.link.AppFact.What.Vacated;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Members whose wall clocks are ten minutes slow, right, and ten minutes fast; their monotonic ones
 * have nothing to do with each other either, and all of them move by hand.
 */
@Execution(ExecutionMode.CONCURRENT)
class WrongClocksTest {
  private static final int CHANNELS = 30;
  private static final Bounds BOUNDS = Bounds.of(ChannelRule.DEFAULT, 1_000, 1_000);

  private final TestCluster cluster =
      TestCluster.withWrongClocks(
          "clocks", List.of(Duration.ofMinutes(-10), Duration.ZERO, Duration.ofMinutes(10)));
  private final HazelcastChannelStore store = new HazelcastChannelStore(cluster.client());

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void whoeverTakesOverKeepsHistoryAndIdsAndTheOrder() {
    publishEverywhere("a");
    cluster.members().get(0).terminate();
    isEverywhere("a");
    publishEverywhere("b");
    allAreReady(1, 2); // copies moved, which have heard of no change since
    cluster.restart(0);
    allAreReady(0, 1, 2);

    cluster.members().get(1).terminate();
    isEverywhere("a", "b");
    publishEverywhere("c");
    publishEverywhere("a"); // again, under the same id
    isEverywhere("a", "b", "c");
  }

  /** Some of the dead one's logs go to the member that is right, some to the one that is ahead. */
  @Test
  void whoeverTakesOverTellsADepartureWhenThreeSecondsHavePassedAndNotBefore() {
    HazelcastFactSource facts = new HazelcastFactSource(cluster.client(), store);
    changeEverywhere(1);
    changeEverywhere(0);

    cluster.members().get(0).terminate();
    until("all are told that somebody came", () -> channelsTold(facts, Occupied.class) == CHANNELS);
    assertThat(channelsTold(facts, Vacated.class)).isZero();
    cluster.pass(Duration.ofSeconds(3));

    until("and that they went", () -> channelsTold(facts, Vacated.class) == CHANNELS);
  }

  private void changeEverywhere(int subscribers) {
    for (int channel = 0; channel < CHANNELS; channel++) {
      await(store.apply(key(channel), new LogChange.Occupy(7, subscribers)));
    }
  }

  /** Of nothing while the dead member is still counted on. */
  private static long channelsTold(HazelcastFactSource facts, Class<? extends AppFact.What> what) {
    try {
      return facts.take(1_000).stream()
          .filter(fact -> what.isInstance(fact.what()))
          .map(AppFact::channel)
          .distinct()
          .count();
    } catch (IllegalStateException outOfReach) {
      return 0;
    }
  }

  private void allAreReady(int... indexes) {
    until(
        "all copies are there",
        () -> {
          for (int index : indexes) {
            if (!cluster.members().get(index).isReady()) {
              return false;
            }
          }
          return true;
        });
  }

  private void publishEverywhere(String text) {
    for (int channel = 0; channel < CHANNELS; channel++) {
      Submission submission =
          new Submission(Draft.of(Payload.text(text)), Optional.of(Id128.ofMessageId(text)));
      assertThat(
              await(store.apply(key(channel), new LogChange.Append(List.of(submission), BOUNDS))))
          .isInstanceOf(AppendReply.Appended.class);
    }
  }

  private void isEverywhere(String... texts) {
    for (int channel = 0; channel < CHANNELS; channel++) {
      Slice slice =
          await(store.read(key(channel), new LogQuery.After(Position.NONE, 1_000, 1 << 20)));
      List<String> found = new ArrayList<>();
      slice.entries().forEach(entry -> found.add(entry.message().draft().payload().text()));
      assertThat(slice.continuity()).isEqualTo(new Continuity.Full());
      assertThat(found).containsExactly(texts);
    }
  }

  private static ChannelKey key(int channel) {
    return new ChannelKey(new AppId("a"), new ChannelName("c" + channel));
  }
}
