package dev.fanfare.gateway.backend.hazelcast;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogChange.AppendReply;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.log.Slice;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.link.AppFact;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What becomes of acknowledged messages when members die, leave and come back. */
@Execution(ExecutionMode.CONCURRENT)
class MemberLossTest {
  private static final int CHANNELS = 60;
  private static final Bounds BOUNDS = Bounds.of(ChannelRule.DEFAULT, 1_000, 1_000);

  private final TestCluster cluster = TestCluster.fresh("loss");
  private final HazelcastChannelStore store = new HazelcastChannelStore(cluster.client());
  private final Map<ChannelKey, Map<Long, String>> acknowledged = new HashMap<>();

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void whatWasAcknowledgedOutlivesItsOwner() {
    Map<ChannelKey, Position> before = new HashMap<>();
    publishEverywhere("a", 20);
    for (ChannelKey key : acknowledged.keySet()) {
      before.put(key, await(store.read(key, new LogQuery.Status())).head().top());
    }

    cluster.members().get(1).terminate();
    publishEverywhere("b", 5);

    everythingIsThere();
    for (Map.Entry<ChannelKey, Position> position : before.entrySet()) {
      LogQuery.Resolved resolved =
          await(
              store.read(
                  position.getKey(), new LogQuery.Resolve(new Start.After(position.getValue()))));
      assertThat(resolved.continuity()).isEqualTo(new Continuity.Full());
    }
    long newEpochs =
        before.entrySet().stream()
            .filter(
                entry ->
                    await(store.read(entry.getKey(), new LogQuery.Status())).head().top().epoch()
                        != entry.getValue().epoch())
            .count();
    assertThat(newEpochs).as("logs with a new owner").isBetween(1L, CHANNELS - 1L);
  }

  @Test
  void nothingIsLostWhileMembersLeaveAndComeBackOneAfterTheOther() {
    publishEverywhere("a", 5);
    for (int member = 0; member < 3; member++) {
      cluster.members().get(member).close();
      publishEverywhere("m" + member, 3);
      cluster.restart(member);
      publishEverywhere("n" + member, 3);
      until(
          "the copies are rebuilt",
          () -> cluster.members().stream().allMatch(StoreMember::isReady));
    }

    everythingIsThere();
  }

  @Test
  void aMinorityChangesNothingAndSaysSoWithinFiveSeconds() {
    publishEverywhere("a", 1);
    cluster.members().get(0).terminate();
    cluster.members().get(1).terminate();
    until("one is left", () -> cluster.members().get(2).members() == 1);
    long start = System.nanoTime();

    Future<AppendReply> late = append(key(0), "too late");
    Throwable why = dev.fanfare.testkit.Patience.awaitFailure(late);

    assertThat(why).isNotNull();
    assertThat(System.nanoTime() - start).isLessThan(6_000_000_000L);
    assertThat(cluster.members().get(2).isReady()).isFalse();
  }

  @Test
  void theHeadsOfADeadOwnersLogsAreToldByTheNewOne() {
    Map<ChannelKey, Head> heard = new ConcurrentHashMap<>();
    AtomicBoolean missed = new AtomicBoolean();
    publishEverywhere("a", 1);
    try (Subscription watching = store.watchHeads(heard::putAll);
        Subscription doubting = store.onHeadsMissed(() -> missed.set(true))) {
      assertThat(watching).isNotNull();
      assertThat(doubting).isNotNull();
      until("all are heard of", () -> heard.size() >= CHANNELS);
      heard.clear();
      assertThat(missed).isFalse();
      cluster.members().get(2).terminate();

      until("it is said that some may have been missed", missed::get);
      until("all are told anew", () -> heard.size() >= CHANNELS);
    }
  }

  @Test
  void factsOutliveTheOwnerOfTheirLog() {
    for (int channel = 0; channel < CHANNELS; channel++) {
      await(store.apply(key(channel), new LogChange.Occupy(7, 1)));
    }
    HazelcastFactSource facts = new HazelcastFactSource(cluster.client(), store);

    cluster.members().get(1).terminate();

    until("all are told", () -> occupied(facts).size() == CHANNELS);
    assertThat(facts.stock().waiting()).isEqualTo(2L * CHANNELS);
  }

  /** While the dead member is still counted on, nothing can be asked. */
  private static Set<ChannelKey> occupied(HazelcastFactSource facts) {
    try {
      return facts.take(1_000).stream()
          .filter(fact -> fact.what() instanceof AppFact.What.Occupied)
          .map(AppFact::channel)
          .collect(Collectors.toSet());
    } catch (IllegalStateException outOfReach) {
      return Set.of();
    }
  }

  private void publishEverywhere(String prefix, int each) {
    for (int i = 0; i < each; i++) {
      Map<ChannelKey, Future<AppendReply>> replies = new LinkedHashMap<>();
      for (int channel = 0; channel < CHANNELS; channel++) {
        replies.put(key(channel), append(key(channel), prefix + i));
      }
      String text = prefix + i;
      replies.forEach(
          (key, reply) -> {
            if (await(reply) instanceof AppendReply.Appended(List<LogChange.Place> places)) {
              acknowledged
                  .computeIfAbsent(key, unknown -> new LinkedHashMap<>())
                  .put(places.get(0).position().offset(), text);
            } else {
              throw new AssertionError("Not appended");
            }
          });
    }
  }

  private void everythingIsThere() {
    acknowledged.forEach(
        (key, texts) -> {
          Slice slice = await(store.read(key, new LogQuery.After(Position.NONE, 1_000, 1 << 20)));
          Map<Long, String> found = new LinkedHashMap<>();
          for (Entry entry : slice.entries()) {
            found.put(
                entry.offset(),
                new String(
                    entry.message().draft().payload().bytes(),
                    java.nio.charset.StandardCharsets.UTF_8));
          }
          assertThat(found).isEqualTo(texts);
        });
  }

  /** Without an id: the store has to see to it by itself that nothing is there twice. */
  private Future<AppendReply> append(ChannelKey key, String text) {
    Submission submission = new Submission(Draft.of(Payload.text(text)), Optional.empty());
    return store.apply(key, new LogChange.Append(List.of(submission), BOUNDS));
  }

  private static ChannelKey key(int channel) {
    return new ChannelKey(new AppId("a"), new ChannelName("c" + channel));
  }
}
