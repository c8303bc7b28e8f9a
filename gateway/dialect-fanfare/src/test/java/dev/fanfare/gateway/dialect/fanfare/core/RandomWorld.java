package dev.fanfare.gateway.dialect.fanfare.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.backend.memory.MemoryChannelStore;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.DelayedStore;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.ManualLoop;
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
  private final MemoryChannelStore memory;
  private final DelayedStore store;
  private final TestGateway one;
  private final TestGateway two;
  private final List<RandomClient> clients = new ArrayList<>();

  /** What was stored, as a bus brings it that does not fail: the messages of each channel. */
  private final Map<String, Map<Long, String>> truth = new TreeMap<>();

  RandomWorld(int seed, Predicate<Object> late) {
    random = new Random(seed);
    MemoryBus faithful = new MemoryBus();
    bus = new UnreliableBus(faithful, seed);
    bus.suffer(UnreliableBus.Faults.MANY);
    memory = new MemoryChannelStore(clock, new Random(seed), 1_000);
    store = new DelayedStore(memory);
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
      Map<Long, String> messages = new TreeMap<>();
      truth.put(channel, messages);
      faithful.follow(
          new ChannelKey(new AppId("a"), new ChannelName(channel)),
          entry -> {
            if (entry.kind() == Entry.Kind.MESSAGE) {
              messages.put(entry.offset(), NativeClient.text(entry.message().draft().payload()));
            }
          });
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
      case 8 -> store.answerOne();
      default -> timePasses();
    }
    client.reads();
  }

  void everythingCalmsDown() {
    store.recover();
    bus.suffer(UnreliableBus.Faults.NONE);
    bus.release();
    clients.forEach(RandomClient::wakesUp);
    for (int i = 0; i < 10; i++) {
      store.answerAll();
      clock.advance(Duration.ofMillis(500));
      memory.tick();
      clients.forEach(client -> client.catchesUp(random.nextBoolean() ? one : two));
    }
  }

  void everybodyHasEverything() {
    for (RandomClient client : clients) {
      for (String channel : CHANNELS) {
        Follower follower = client.follower(channel);
        Map<Long, String> all = truth.get(channel);
        assertThat(all).containsAllEntriesOf(follower.heard());
        assertThat(follower.offset())
            .as("%s in %s", client.name(), channel)
            .isEqualTo(topOf(channel));
        all.forEach(
            (offset, text) ->
                assertThat(
                        client.began(channel) >= offset
                            || client.accountsFor(channel, offset, text))
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

  private long topOf(String channel) {
    String status = NativeClients.request(one, "a", "GET", "/v1/channels/" + channel, "");
    String offset = status.substring(status.indexOf("\"o\":") + 4);
    return Long.parseLong(offset.substring(0, offset.indexOf(',')));
  }

  private void aBackendPublishes() {
    String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
    String message = "{\"data\":\"" + "backend ".repeat(1 + random.nextInt(10)) + "\"}";
    String messages = String.join(",", Collections.nCopies(1 + random.nextInt(8), message));
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
      memory.tick();
    }
    if (random.nextInt(8) == 0) {
      bus.release();
    }
  }
}
