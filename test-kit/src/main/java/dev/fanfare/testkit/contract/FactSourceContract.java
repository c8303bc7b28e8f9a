package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.link.AppFact;
import dev.fanfare.link.AppFact.What;
import dev.fanfare.link.FactSource;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link FactSource} promises about the logs of its store. */
public abstract class FactSourceContract {
  private final String run = UUID.randomUUID().toString();
  private final long gateway = UUID.randomUUID().getMostSignificantBits();

  /** The store, the same one during a test. */
  protected abstract ChannelStore store();

  /** The facts of that store. */
  protected abstract FactSource facts();

  /** Lets time pass for the store. */
  protected abstract void pass(Duration time);

  @Test
  void factsAreGivenOutUntilTheyAreAcknowledged() {
    enter(channel("1", "room"), "ann");
    enter(channel("1", "room"), "bob");
    List<AppFact> taken = take();

    assertThat(taken)
        .extracting(AppFact::what)
        .containsExactly(
            new What.MemberAdded(new ClientId("ann")), new What.MemberAdded(new ClientId("bob")));
    assertThat(take()).isEqualTo(taken);
    assertThat(facts().stock().waiting()).isGreaterThanOrEqualTo(2);
    acknowledge(taken.subList(0, 1));
    assertThat(take()).containsExactly(taken.get(1));
    acknowledge(taken);
    assertThat(take()).isEmpty();
  }

  @Test
  void aDepartureIsGivenOutThreeSecondsLater() {
    StoredChannel room = channel("1", "room");
    room.occupy(gateway, 1);
    room.occupy(gateway, 0);
    assertThat(take()).extracting(AppFact::what).doesNotContain(new What.Vacated());
    pass(Duration.ofSeconds(3));

    assertThat(take()).extracting(AppFact::what).contains(new What.Vacated());
  }

  @Test
  void whoReturnsInTimeWasNeverAway() {
    StoredChannel room = channel("1", "room");
    room.occupy(gateway, 1);
    room.occupy(gateway, 0);
    room.occupy(gateway + 1, 1);
    pass(Duration.ofSeconds(3));

    assertThat(take())
        .extracting(AppFact::what)
        .doesNotContain(new What.Vacated())
        .containsOnlyOnce(new What.Occupied());
  }

  @Test
  void theSubscribersOfManyGatewaysOccupyAChannelOnceAndVacateItOnce() {
    StoredChannel room = channel("1", "room");
    for (int i = 0; i < 5; i++) {
      room.occupy(gateway + i, 1 + i);
    }
    for (int i = 0; i < 5; i++) {
      room.occupy(gateway + i, 0);
    }
    pass(Duration.ofSeconds(3));

    assertThat(take())
        .extracting(AppFact::what)
        .filteredOn(what -> !(what instanceof What.Subscribers))
        .containsExactly(new What.Occupied(), new What.Vacated());
  }

  @Test
  void anAppWithManyFactsDoesNotKeepTheOthersWaiting() {
    List<Future<?>> sent = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      sent.add(sends(channel("loud", "room:" + i), 1));
    }
    sent.forEach(future -> assertThat(await(future)).isNotNull());
    enter(channel("quiet", "room"), "ann");

    assertThat(facts().take(100))
        .hasSizeLessThanOrEqualTo(100)
        .anyMatch(fact -> fact.channel().app().equals(app("quiet")));
    while (!take().isEmpty()) {
      acknowledge(take());
    }
  }

  @Test
  void channelsTakeTurnsAlsoWhenTheirFactsAreNotSettled() {
    StoredChannel first = channel("1", "a");
    first.occupy(gateway, 1);
    acknowledge(take());
    first.occupy(gateway, 0);
    enter(channel("1", "b"), "ann");
    List<AppFact> seen = new ArrayList<>();
    for (int i = 0; i < 200 && seen.isEmpty(); i++) {
      seen.addAll(mine(facts().take(1)));
    }

    assertThat(seen).hasSize(1);
  }

  @Test
  void ofMoreThanTenThousandWaitingFactsTheOldestAreLostAndCounted() {
    StoredChannel room = channel("1", "room");
    long lostBefore = facts().stock().lost();
    for (int i = 0; i < 101; i++) {
      assertThat(await(sends(room, 100))).isNotNull();
    }

    assertThat(facts().stock().waiting()).isGreaterThanOrEqualTo(10_000);
    assertThat(facts().stock().lost() - lostBefore).isEqualTo(100);
    List<AppFact> all = new ArrayList<>();
    for (List<AppFact> taken = take(); !taken.isEmpty(); taken = take()) {
      all.addAll(taken);
      acknowledge(taken);
    }
    assertThat(all).hasSize(10_000);
    assertThat(all.get(9_999).sequence() - all.get(0).sequence()).isEqualTo(9_999);
  }

  @Test
  void acknowledgingWhatIsNotThereChangesNothing() {
    facts().acknowledge(Map.of(channel("1", "nowhere").key(), 7L));
    StoredChannel room = channel("1", "room");
    enter(room, "ann");
    facts().acknowledge(Map.of(room.key(), 0L));

    assertThat(take()).hasSize(1);
  }

  private List<AppFact> take() {
    return mine(facts().take(500));
  }

  /** Other tests may have left some in the same store. */
  private List<AppFact> mine(List<AppFact> taken) {
    return taken.stream().filter(fact -> fact.channel().app().text().endsWith(run)).toList();
  }

  private void enter(StoredChannel channel, String client) {
    assertThat(channel.enter(client, "c1", gateway, "data"))
        .isInstanceOf(LogChange.PresentReply.Changed.class);
  }

  private void acknowledge(List<AppFact> taken) {
    Map<ChannelKey, Long> upTo = new HashMap<>();
    taken.forEach(fact -> upTo.merge(fact.channel(), fact.sequence(), Math::max));
    facts().acknowledge(upTo);
  }

  /** Client events, each of which is a fact. */
  private static Future<?> sends(StoredChannel channel, int events) {
    Draft draft =
        Draft.of(Payload.json("1"))
            .named("client-event")
            .sentBy(
                new Draft.Sender(
                    Optional.of(new ClientId("ann")), Optional.of(new ConnectionId("c1"))));
    List<Submission> all =
        Stream.generate(() -> new Submission(draft, Optional.empty(), true)).limit(events).toList();
    return channel.store().apply(channel.key(), new LogChange.Append(all, channel.bounds()));
  }

  private AppId app(String name) {
    return new AppId(name + "-" + run);
  }

  private StoredChannel channel(String app, String name) {
    return new StoredChannel(
        store(), new ChannelKey(app(app), new ChannelName(name)), StoredChannel.DEFAULT_BOUNDS);
  }
}
