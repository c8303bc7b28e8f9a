package dev.fanfare.gateway.backend.hazelcast;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.awaitFailure;
import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.log.Id128;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogChange.AppendReply;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.log.Slice;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.MessageId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Nobody reads what one member alone has: an owner that was cut off takes it along when it goes.
 */
class UnconfirmedTest {
  private static final Bounds BOUNDS = Bounds.of(ChannelRule.DEFAULT, 1_000, 1_000);

  private static final AtomicInteger LOGS = new AtomicInteger();

  private final TestCluster cluster = TestCluster.shared();
  private final HazelcastChannelStore store = new HazelcastChannelStore(cluster.client());
  private final ChannelKey key =
      new ChannelKey(new AppId("unconfirmed"), new ChannelName("log" + LOGS.incrementAndGet()));
  private final CountDownLatch slow = new CountDownLatch(1);

  @AfterEach
  void end() {
    slow.countDown();
  }

  @Test
  void anEntryThatItsBackupHasNotHeardOfIsReadByNobody() {
    await(append("first"));
    assertThat(read().entries()).hasSize(1);
    cluster.hold(cluster.backupOf(key), key, slow);

    Future<AppendReply> late = append("late");
    until(
        "the owner has it",
        () -> {
          var head = await(store.heads(List.of(key))).get(key);
          return head != null && head.top().offset() == 2;
        });

    assertThat(awaitFailure(ask())).isNotNull();
    assertThat(awaitFailure(late)).isNotNull();
    slow.countDown();
    assertThat(read().entries()).hasSize(2);
    assertThat(offset(await(append("late")))).isEqualTo(2);
  }

  private static long offset(AppendReply reply) {
    return reply instanceof AppendReply.Appended(var places)
        ? places.get(0).position().offset()
        : -1;
  }

  @Test
  void aLogThatWasReadAsItIsNeedsNoBackupToBeReadAgain() {
    await(append("first"));
    assertThat(read().entries()).hasSize(1);
    cluster.hold(cluster.backupOf(key), key, slow);

    assertThat(read().entries()).hasSize(1);
    assertThat(read().entries()).hasSize(1);
  }

  /**
   * It may have it from an owner that follows this one, which only believes that it still is one.
   */
  @Test
  void whoComesFromAPlaceThatNobodyKnowsIsSentBackOnlyWithTheBackupsWord() {
    await(append("first"));
    assertThat(read().entries()).hasSize(1);
    cluster.hold(cluster.backupOf(key), key, slow);
    Position there = new Position(77, 5);

    assertThat(awaitFailure(resume(there))).isNotNull();
    assertThat(read().entries()).hasSize(1);
    slow.countDown();
    assertThat(await(resume(there)).continuity()).isInstanceOf(Continuity.Reset.class);
  }

  private Future<LogQuery.Resolved> resume(Position position) {
    return store.read(key, new LogQuery.Resolve(new Start.After(position)));
  }

  @Test
  void anotherGatewayAsksTheBackupsForItself() {
    await(append("first"));
    assertThat(read().entries()).hasSize(1);
    try (StoreClient other = StoreClient.connect(cluster.options(), 10_000)) {
      HazelcastChannelStore there = new HazelcastChannelStore(other);

      assertThat(await(there.read(key, new LogQuery.After(Position.NONE, 9, 1 << 20))).entries())
          .hasSize(1);
    }
  }

  @Test
  void whatIsKnownOfConfirmationsIsBoundedAndOnlyGrowsInOneLifeOfAMember() {
    Confirmations known = new Confirmations();
    known.learned("c", new Confirmation(7, 5));
    known.learned("c", new Confirmation(7, 4));
    assertThat(known.of("c")).isEqualTo(new Confirmation(7, 5));
    known.learned("c", new Confirmation(8, 1));
    assertThat(known.of("c")).isEqualTo(new Confirmation(8, 1));
    assertThat(Confirmation.of(known.of("c").bytes())).isEqualTo(known.of("c"));

    for (int i = 0; i <= Confirmations.MOST; i++) {
      known.learned("k" + i, new Confirmation(1, 1));
    }
    assertThat(known.of("c")).isEqualTo(Confirmation.NONE);
    assertThat(known.of("k" + Confirmations.MOST)).isEqualTo(new Confirmation(1, 1));
  }

  private Slice read() {
    return await(ask());
  }

  private Future<Slice> ask() {
    return store.read(key, new LogQuery.After(Position.NONE, 1_000, 1 << 20));
  }

  private Future<AppendReply> append(String id) {
    Draft draft = Draft.of(Payload.text(id)).withId(new MessageId(id));
    return store.apply(
        key,
        new LogChange.Append(
            List.of(new LogChange.Submission(draft, Optional.of(Id128.ofMessageId(id)))), BOUNDS));
  }
}
