package dev.fanfare.gateway.backend.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.log.Id128;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogChange.AppendReply;
import dev.fanfare.gateway.log.LogChange.OccupyReply;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.gateway.port.Leases.Lease;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.MessageId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.testkit.Patience;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What a channel costs each member that has a copy of it, everything counted: log, key, record and
 * what the owner knows of it beside. All three members live in this process, and each channel in
 * two of them. What is remembered for a few seconds only is waited for.
 */
@Isolated
class StoreMemoryTest {
  private static final int COPIES = 2;
  private static final int BUSY = 1_000;
  private static final int MESSAGES = 100;
  private static final int BATCHES = 10;

  /** So many that a few MB of something else in this process are a few dozen bytes of each. */
  private static final int IDLE = 60_000;

  private static final int AT_ONCE = 200;
  private static final Bounds BOUNDS = Bounds.of(ChannelRule.DEFAULT, 1_000, 1_000);

  private final TestCluster cluster = TestCluster.fresh("memory");
  private final HazelcastChannelStore store = new HazelcastChannelStore(cluster.client());
  private final HazelcastLeases leases = new HazelcastLeases(cluster.client(), cluster.options());

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void aChannelCostsWhatTheGuideSays() {
    follow("warm", 500, 1);
    publishTo("warm", 50);
    long before = used();

    follow("followed", IDLE, 2);
    Patience.until(
        "a channel that is followed, and silent, costs 1 KB at the most",
        () -> {
          Patience.await(leases.beat(new Lease(2, "")));
          return (used() - before) / IDLE / COPIES <= 1_024;
        });
    long followed = used();
    assertThat((followed - before) / IDLE / COPIES).as("bytes of its copy").isGreaterThan(100);

    publishTo("busy", BUSY);
    assertThat((used() - followed) / BUSY / COPIES)
        .as("bytes of a copy with 100 messages of 200 bytes and a whole envelope")
        .isBetween(20_000L, 45_000L);
  }

  private void publishTo(String name, int channels) {
    for (int from = 0; from < channels; from += AT_ONCE / BATCHES) {
      List<Supplier<Future<AppendReply>>> appends = new ArrayList<>();
      for (int i = from; i < Math.min(channels, from + AT_ONCE / BATCHES); i++) {
        ChannelKey key = key(name + i);
        for (int batch = 0; batch < BATCHES; batch++) {
          LogChange.Append append = append(batch * MESSAGES / BATCHES);
          appends.add(() -> store.apply(key, append));
        }
      }
      for (AppendReply reply : all(appends)) {
        assertThat(reply).isInstanceOf(AppendReply.Appended.class);
      }
    }
  }

  /** Hands in again, all together, what a busy machine has left without an answer. */
  private static <R> List<R> all(List<Supplier<Future<R>>> changes) {
    List<R> replies = new ArrayList<>();
    List<Supplier<Future<R>>> left = changes;
    for (int i = 0; i < 10 && !left.isEmpty(); i++) {
      List<Supplier<Future<R>>> unanswered = new ArrayList<>();
      List<Future<R>> futures = left.stream().map(Supplier::get).toList();
      for (int at = 0; at < futures.size(); at++) {
        Future<R> future = futures.get(at);
        Patience.until("it is answered or given up", future::isComplete);
        if (future.succeeded()) {
          replies.add(future.result());
        } else {
          unanswered.add(left.get(at));
        }
      }
      left = unanswered;
    }
    assertThat(left).isEmpty();
    return replies;
  }

  private static LogChange.Append append(int first) {
    List<Submission> submissions = new ArrayList<>();
    for (int i = first; i < first + MESSAGES / BATCHES; i++) {
      MessageId id = new MessageId("message-" + i);
      Draft draft =
          Draft.of(Payload.binary(new byte[200]))
              .named("news")
              .withId(id)
              .sentBy(
                  new Draft.Sender(
                      Optional.of(new ClientId("alice")),
                      Optional.of(new ConnectionId("hqjFz5x1Qv0rPhl2"))));
      submissions.add(new Submission(draft, Optional.of(Id128.ofMessageId(id.text()))));
    }
    return new LogChange.Append(submissions, BOUNDS);
  }

  /** A gateway that says that it lives before each of its batches. */
  private void follow(String name, int channels, long gateway) {
    for (int from = 0; from < channels; from += AT_ONCE) {
      Patience.await(leases.beat(new Lease(gateway, "")));
      List<Supplier<Future<OccupyReply>>> follows = new ArrayList<>();
      for (int i = from; i < Math.min(channels, from + AT_ONCE); i++) {
        ChannelKey key = key(name + i);
        follows.add(() -> store.apply(key, new LogChange.Occupy(gateway, 1)));
      }
      assertThat(all(follows)).allMatch(follow -> follow.subscribers() == 1);
    }
  }

  private static ChannelKey key(String name) {
    return new ChannelKey(new AppId("app"), new ChannelName(name));
  }

  /** What is left when collecting garbage frees no more. */
  private static long used() {
    long last = Long.MAX_VALUE;
    long now = collected();
    for (int i = 0; i < 20 && now < last - 200_000; i++) {
      last = now;
      now = collected();
    }
    return Math.min(now, last);
  }

  private static long collected() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
