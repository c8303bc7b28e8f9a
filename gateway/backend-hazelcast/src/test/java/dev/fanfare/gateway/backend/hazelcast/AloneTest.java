package dev.fanfare.gateway.backend.hazelcast;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.awaitFailure;
import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.log.Id128;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogChange.AppendReply;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.port.AppOverrides.AppOverride;
import dev.fanfare.gateway.port.Control;
import dev.fanfare.gateway.port.ControlList.Place;
import dev.fanfare.gateway.port.SessionDirectory.Claim;
import dev.fanfare.gateway.port.SpentTickets.Spending;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.UsageCell;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A member that is cut off takes the others off its list one after the other. When the first one is
 * gone it counts two, which would be a majority; but the second does not answer it any more.
 */
@Execution(ExecutionMode.CONCURRENT)
class AloneTest {
  private static final Bounds BOUNDS = Bounds.of(ChannelRule.DEFAULT, 1_000, 1_000);
  private static final Place BEGINNING = new Place(0, 0);
  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  private final TestCluster cluster = TestCluster.fresh("alone");
  private final CountDownLatch silence = new CountDownLatch(1);
  private final int alone = cluster.ownerOf(HazelcastControlList.ONLY);

  @AfterEach
  void end() {
    silence.countDown();
    cluster.close();
  }

  @Test
  void whatOneMemberAloneHasIsNoTicketSpentOrSessionClaimedOrUsageKeptOrChangeToldOrMade() {
    StoreClient client = cluster.client();
    var tickets = new HazelcastSpentTickets(client, new Standing());
    var usage = new HazelcastUsageSink(client);
    var controls = new HazelcastControlList(client, new Random(1));
    var overrides = HazelcastAppOverrides.load(client, new MemoryBus());
    var leases = new HazelcastLeases(client, cluster.options());
    var sessions = new HazelcastSessionDirectory(client, leases, new Random(2));
    AppId app = new AppId(ownedAlone(""));
    UsageCell cell = ownedCell(app);
    String ticket = ownedAlone("");
    String session = ownedAlone("3:app:");
    await(controls.add(new Control.Revoked(app, new KeyId("before"))));

    beAlone((alone + 1) % 3, (alone + 2) % 3);
    List<Future<?>> asked =
        List.of(
            tickets.spend(ticket, LATER),
            sessions.claim("app", session),
            usage.put(List.of(cell)),
            overrides.replace(new AppOverride(app, 1, "{}")),
            controls.add(new Control.Revoked(app, new KeyId("alone"))),
            controls.after(BEGINNING));
    asked.forEach(one -> assertThat(awaitFailure(one)).isNotNull());
    silence.countDown();

    until("there is a majority", () -> succeeds(controls.after(BEGINNING)));
    assertThat(await(tickets.spend(ticket, LATER))).isEqualTo(Spending.FIRST);
    assertThat(await(tickets.spend(ticket, LATER))).isEqualTo(Spending.AGAIN);
    assertThat(await(sessions.claim("app", session))).isEqualTo(new Claim.Mine());
    await(usage.put(List.of(cell)));
    assertThat(await(overrides.replace(new AppOverride(app, 1, "{}")))).isTrue();
    assertThat(await(controls.after(BEGINNING)).messages())
        .containsExactly(new Control.Revoked(app, new KeyId("before")));
  }

  /** It was heard when it began; then it stood still, and the copy was never sent. */
  @Test
  void whatWasBegunWithAMajorityIsNotAcknowledgedWithoutOne() throws InterruptedException {
    HazelcastChannelStore store = new HazelcastChannelStore(cluster.client());
    ChannelKey key = new ChannelKey(new AppId("a"), new ChannelName("c"));
    await(append(store, key, "first"));
    int owner = cluster.ownerOf(key.text());
    int backup = cluster.backupOf(key);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    cluster.standStillWhenAskedForTheTime(owner, begun, goOn);

    Future<AppendReply> unknown = append(store, key, "alone");
    begun.await();
    beAlone(owner, 3 - owner - backup, backup);
    goOn.countDown();

    assertThat(awaitFailure(unknown)).isNotNull();
    silence.countDown();
    until("there is a majority", () -> succeeds(append(store, key, "alone")));
    LogQuery.After all = new LogQuery.After(Position.NONE, 9, 1 << 20);
    assertThat(await(store.read(key, all)).entries())
        .extracting(entry -> entry.message().draft().payload().text())
        .containsExactly("first", "alone");
  }

  private void beAlone(int silent, int gone) {
    beAlone(alone, silent, gone);
  }

  private void beAlone(int member, int silent, int gone) {
    cluster.answerNothing(silent, silence);
    cluster.members().get(gone).terminate();
    until("one is off its list", () -> cluster.members().get(member).members() == 2);
  }

  /** What follows the prefix of a key that the lonely member owns. */
  private String ownedAlone(String prefix) {
    return IntStream.range(0, 1_000)
        .mapToObj(number -> "k" + number)
        .filter(name -> cluster.ownerOf(prefix + name) == alone)
        .findFirst()
        .orElseThrow();
  }

  private UsageCell ownedCell(AppId app) {
    return IntStream.range(0, 1_000)
        .mapToObj(minute -> new UsageCell(1, app, minute, 1, 1, 1, 1, 1))
        .filter(cell -> cluster.ownerOf(HazelcastUsageSink.key(cell)) == alone)
        .findFirst()
        .orElseThrow();
  }

  private static boolean succeeds(Future<?> asked) {
    return await(asked.transform(answer -> Future.succeededFuture(answer.succeeded())));
  }

  private static Future<AppendReply> append(
      HazelcastChannelStore store, ChannelKey key, String text) {
    Submission submission =
        new Submission(Draft.of(Payload.text(text)), Optional.of(Id128.ofMessageId(text)));
    return store.apply(key, new LogChange.Append(List.of(submission), BOUNDS));
  }

  /** Tickets are void by the clock of the gateway that asks. */
  private record Standing() implements Time {
    @Override
    public long wallMicros() {
      return 1_700_000_000_000_000L;
    }

    @Override
    public long monotonicNanos() {
      return 0;
    }
  }
}
