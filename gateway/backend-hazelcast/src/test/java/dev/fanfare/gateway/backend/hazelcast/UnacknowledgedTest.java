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
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.MessageId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whoever got no answer asks again under the same id, whatever became of the first time. */
@Execution(ExecutionMode.CONCURRENT)
class UnacknowledgedTest {
  private static final Bounds BOUNDS = Bounds.of(ChannelRule.DEFAULT, 1_000, 1_000);

  private final TestCluster cluster = TestCluster.fresh("unacknowledged");
  private final HazelcastChannelStore store = new HazelcastChannelStore(cluster.client());
  private final ChannelKey key = new ChannelKey(new AppId("a"), new ChannelName("c"));
  private final CountDownLatch slow = new CountDownLatch(1);

  @AfterEach
  void end() {
    slow.countDown();
    cluster.close();
  }

  @Test
  void whatWasAppliedButNotAcknowledgedIsThereOnceWhenARetryWasAndTheOwnerDies() {
    await(append("first"));
    int owner = cluster.ownerOf(key);
    cluster.hold(cluster.backupOf(key), key, slow);

    Future<AppendReply> unknown = append("once");
    assertThat(awaitFailure(unknown)).isNotNull();
    Future<AppendReply> retry = append("once");
    slow.countDown();
    assertThat(offset(await(retry))).isEqualTo(2);
    cluster.members().get(owner).terminate();
    until("another member answers for it", () -> succeeds(ask()));

    assertThat(await(ask()).entries()).hasSize(2);
    assertThat(offset(await(append("once")))).isEqualTo(2);
    assertThat(await(ask()).entries()).hasSize(2);
  }

  private static long offset(AppendReply reply) {
    return reply instanceof AppendReply.Appended(var places)
        ? places.get(0).position().offset()
        : -1;
  }

  private static boolean succeeds(Future<?> asked) {
    return await(asked.transform(answer -> Future.succeededFuture(answer.succeeded())));
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
