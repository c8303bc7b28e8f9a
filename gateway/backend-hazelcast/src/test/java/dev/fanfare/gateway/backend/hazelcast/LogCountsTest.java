package dev.fanfare.gateway.backend.hazelcast;

import static dev.fanfare.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.log.LogChange.Append;
import dev.fanfare.gateway.log.LogChange.AppendReply;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.gateway.log.Room;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import dev.fanfare.testkit.Patience;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** How many logs an app has is known by all members, whatever becomes of some of them. */
@Isolated
class LogCountsTest {
  private static final AppId APP = new AppId("a");
  private static final int MANY = 200;
  private static final Duration LONGER_THAN_ANY_WINDOW = Duration.ofMinutes(11);

  private final TestCluster cluster = TestCluster.fresh("counts");
  private final HazelcastChannelStore store = new HazelcastChannelStore(cluster.client());

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void countsSurviveTheDeathAndTheReturnOfAMemberAndEndWithTheLogs() {
    fill();
    assertThat(append("one more")).isEqualTo(new AppendReply.NoLog(Room.APP_IS_FULL));

    cluster.members().get(1).terminate();
    Patience.until(
        "those who are left know all logs",
        () ->
            cluster.members().get(0).logsOf(APP) == MANY
                && cluster.members().get(2).logsOf(APP) == MANY);
    assertThat(append("one more")).isEqualTo(new AppendReply.NoLog(Room.APP_IS_FULL));

    cluster.restart(1);
    cluster.knowsLogs(APP, MANY);
    assertThat(append("one more")).isEqualTo(new AppendReply.NoLog(Room.APP_IS_FULL));
    assertThat(append("room:7")).isInstanceOf(AppendReply.Appended.class);

    cluster.pass(LONGER_THAN_ANY_WINDOW);
    Patience.until("old ids are dropped", () -> allLogs() < MANY || forget());
    cluster.knowsLogs(APP, 0);
    assertThat(append("one more")).isInstanceOf(AppendReply.Appended.class);
  }

  /** A log is removed a whole window after it was swept empty. */
  private boolean forget() {
    cluster.pass(LONGER_THAN_ANY_WINDOW);
    return false;
  }

  private int allLogs() {
    return cluster.members().stream().mapToInt(StoreMember::logs).sum();
  }

  /** At once: more than any member may make before it has heard of the others again. */
  private void fill() {
    List<Future<AppendReply>> replies = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      replies.add(handIn("room:" + i));
    }
    for (int i = 0; i < MANY; i++) {
      AppendReply reply = await(replies.get(i));
      while (reply.equals(new AppendReply.NoLog(Room.LATER))) {
        reply = append("room:" + i); // a busy machine may be slow to tell how many there are
      }
      assertThat(reply).isInstanceOf(AppendReply.Appended.class);
    }
    cluster.knowsLogs(APP, MANY);
  }

  private AppendReply append(String channel) {
    return await(handIn(channel));
  }

  private Future<AppendReply> handIn(String channel) {
    Submission hello = new Submission(Draft.of(Payload.text("hello")), Optional.empty());
    return store.apply(
        new ChannelKey(APP, new ChannelName(channel)),
        new Append(List.of(hello), Bounds.of(ChannelRule.DEFAULT, 1_000, 100), MANY));
  }
}
