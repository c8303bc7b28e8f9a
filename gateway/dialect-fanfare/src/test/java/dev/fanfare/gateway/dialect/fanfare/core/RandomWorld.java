package dev.fanfare.gateway.dialect.fanfare.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.DelayedStore;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.ManualLoop;
import dev.fanfare.testkit.ShiftingStore;
import dev.fanfare.testkit.TestGateway;
import dev.fanfare.testkit.UnreliableBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A small world in which everything that may happen happens, drawn from a seed. */
final class RandomWorld {
  static final List<String> CHANNELS = List.of("red", "blue");

  /** So small that whoever stops reading is too slow soon. */
  private static final Limits SMALL_OUTBOX =
      NativeClients.limits(Limits.DEFAULT.publishesPerSecond(), 2_000);

  private final Random random;
  private final ManualClock clock = new ManualClock();
  private final UnreliableBus bus;
  private final ShiftingStore logs;
  private final DelayedStore store;
  private final TestGateway one;
  private final TestGateway two;
  private final List<RandomClient> clients = new ArrayList<>();

  /** What was stored: the messages of each channel by offset. */
  private final Map<String, Map<Long, String>> truth = new TreeMap<>();

  private boolean wentBack;

  RandomWorld(int seed, Predicate<Object> late) {
    random = new Random(seed);
    bus = new UnreliableBus(new MemoryBus(), seed);
    bus.suffer(UnreliableBus.Faults.MANY);
    logs = new ShiftingStore(clock, seed);
    store = new DelayedStore(new WitnessedStore(logs, this::witness));
    store.holdAnswers(late);
    var world =
        new TestGateway.World(
            seed,
            bus,
            clock,
            store,
            NativeClients.app("a", 1, SMALL_OUTBOX, NativeClients.keeping("blue", 8)));
    one = NativeClients.gateway(world);
    two = NativeClients.gateway(world);
    for (String channel : CHANNELS) {
      truth.put(channel, new TreeMap<>());
    }
    for (int i = 0; i < 6; i++) {
      clients.add(new RandomClient("c" + i, random));
    }
  }

  void somethingHappens() {
    RandomClient client = clients.get(random.nextInt(clients.size()));
    switch (random.nextInt(10)) {
      case 0 -> client.doesSomething(random.nextBoolean() ? one : two);
      case 1, 2, 3 -> client.publishes(random.nextBoolean() ? one : two);
      case 4 -> aBackendPublishes();
      case 5, 6, 7 -> loopsGoOn();
      case 8 -> theStoreAnswers();
      default -> timePasses();
    }
    switch (random.nextInt(250)) {
      case 0, 1, 2, 3 -> logs.changeOwner();
      case 4, 5 -> logs.backUp();
      case 6 -> theStoreGoesBack();
      case 7 -> bus.deafen();
      case 8 -> bus.reconnect();
      case 9 -> clock.jumpWall(Duration.ofMinutes(-random.nextInt(11)));
      default -> {}
    }
    client.reads();
  }

  void everythingCalmsDown() {
    store.recover();
    store.answerAll();
    // Who knows more than a store that went back learns of it with the next message.
    CHANNELS.forEach(channel -> aBackendPublishes(channel, 1));
    bus.suffer(UnreliableBus.Faults.NONE);
    bus.release();
    clients.forEach(RandomClient::wakesUp);
    for (int i = 0; i < 10; i++) {
      store.answerAll();
      clock.advance(Duration.ofMillis(500));
      logs.tick();
      clients.forEach(client -> client.catchesUp(random.nextBoolean() ? one : two));
    }
  }

  void everybodyHasEverything() {
    for (RandomClient client : clients) {
      for (String channel : CHANNELS) {
        Follower follower = client.follower(channel);
        Map<Long, String> all = truth(channel);
        assertThat(all).containsAllEntriesOf(follower.heard());
        assertThat(follower.offset())
            .as("%s in %s", client.name(), channel)
            .isEqualTo(topOf(channel));
        all.forEach(
            (offset, text) ->
                assertThat(follower.began() >= offset || client.accountsFor(channel, offset, text))
                    .as("%s knows of %s %s in %s", client.name(), offset, text, channel)
                    .isTrue());
        if (channel.equals("red")) {
          assertThat(follower.lost()).isEmpty();
        }
      }
    }
  }

  void everybodyLeaves() {
    clients.forEach(RandomClient::leaves);
    clock.advance(Duration.ofSeconds(15));
    if (wentBack) {
      return; // A backup may still know those who have left since.
    }
    assertThat(
            NativeClients.request(one, "a", "GET", "/v1/channels/red", "")
                + NativeClients.request(one, "a", "GET", "/v1/channels/blue", ""))
        .contains("\"subscribers\":0,\"members\":0")
        .doesNotContain("\"subscribers\":1", "\"members\":1");
  }

  long framesAlive() {
    return one.framesAlive() + two.framesAlive();
  }

  int channelsFollowed() {
    return one.core().channels().size() + two.core().channels().size();
  }

  private void witness(ChannelKey key, Entry entry) {
    truth(key.channel().text())
        .put(entry.offset(), NativeClient.text(entry.message().draft().payload()));
  }

  private long topOf(String channel) {
    return logs.read(key(channel), new LogQuery.Status()).result().head().top().offset();
  }

  private Map<Long, String> truth(String channel) {
    return truth.getOrDefault(channel, Map.of());
  }

  private static ChannelKey key(String channel) {
    return new ChannelKey(new AppId("a"), new ChannelName(channel));
  }

  private void theStoreGoesBack() {
    store.answerAll();
    logs.goBack();
    wentBack = true;
    for (String channel : CHANNELS) {
      long top = topOf(channel);
      truth(channel).keySet().removeIf(offset -> offset > top);
    }
  }

  private void theStoreAnswers() {
    if (store.waiting() > 0 && random.nextInt(10) == 0) {
      store.failOne();
    } else {
      store.answerOne();
    }
  }

  private void aBackendPublishes() {
    aBackendPublishes(CHANNELS.get(random.nextInt(CHANNELS.size())), 1 + random.nextInt(8));
  }

  private void aBackendPublishes(String channel, int count) {
    String message = "{\"data\":\"" + "backend ".repeat(1 + random.nextInt(10)) + "\"}";
    String messages = String.join(",", Collections.nCopies(count, message));
    NativeClients.posts(
        random.nextBoolean() ? one : two,
        "a",
        "/v1/channels/" + channel + "/messages",
        "[" + messages + "]");
  }

  private void loopsGoOn() {
    List<ManualLoop> loops =
        Stream.of(one, two).flatMap(gateway -> gateway.loops().stream()).toList();
    int tasks = random.nextInt(6);
    for (int i = 0; i < tasks; i++) {
      loops.get(random.nextInt(loops.size())).runOne();
    }
  }

  private void timePasses() {
    clock.advance(Duration.ofMillis(random.nextInt(200)));
    if (random.nextInt(4) == 0) {
      logs.tick();
    }
    if (random.nextInt(8) == 0) {
      bus.release();
    }
  }
}
