package dev.fanfare.gateway.backend.redis;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.testkit.contract.BusContract;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The bus's promises on a real Redis Cluster of three nodes. */
class ShardedRedisTest extends BusContract {
  private static final RedisCluster CLUSTER = RedisCluster.start();
  private static final RedisBus ONE = bus(CLUSTER.node(0));
  private static final RedisBus TWO = bus(CLUSTER.node(1));

  @AfterAll
  static void end() {
    ONE.close();
    TWO.close();
    CLUSTER.close();
  }

  @Override
  public Bus bus() {
    return ONE;
  }

  @Override
  public Bus otherBus() {
    return TWO;
  }

  @Test
  void namesLieInTheSlotsThatRedisSays() {
    for (String name : List.of("a", "fanfare.c:1:a3:x", "{user}1", "a{b}c{d}", "{}x", "a{", "}{")) {
      assertThat(":" + Slots.of(name)).isEqualTo(CLUSTER.node(0).say("CLUSTER KEYSLOT " + name));
    }
  }

  @Test
  void eachShardCarriesItsPartOfTheChannels() {
    List<Entry> heard = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 30; i++) {
      await(TWO.follow(key("spread" + i), heard::add));
    }
    for (int i = 0; i < 30; i++) {
      await(ONE.publish(key("spread" + i), List.of(entry(i + 1))));
    }

    until("all is heard", () -> heard.size() == 30);
    assertThat(IntStream.range(0, 3))
        .allSatisfy(
            node ->
                assertThat(CLUSTER.node(node).lines("PUBSUB SHARDCHANNELS fanfare.c:*spread*"))
                    .hasSizeBetween(1, 29));
  }

  @Test
  void whatIsFollowedMovesWithItsSlotAndThisIsSaidAsAReconnect() {
    ChannelKey moving = key("moving");
    int slot = Slots.of("fanfare.c:" + moving.text());
    int from = CLUSTER.ownerOf(slot);
    AtomicInteger reconnects = new AtomicInteger();
    List<Entry> heard = new CopyOnWriteArrayList<>();
    ONE.onReconnect(reconnects::incrementAndGet);
    await(ONE.follow(moving, heard::add));

    CLUSTER.move(slot, from, (from + 1) % 3);
    until("it has followed", () -> reconnects.get() > 0);

    until(
        "it is heard from the other shard",
        () -> {
          TWO.publish(moving, List.of(entry(1)));
          return !heard.isEmpty();
        });
    assertThat(CLUSTER.node((from + 1) % 3).lines("PUBSUB SHARDCHANNELS *moving*")).hasSize(1);
  }

  @Test
  void aShardThatIsKilledAndComesBackIsFollowedAgain() {
    List<List<Entry>> heard = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      List<Entry> list = new CopyOnWriteArrayList<>();
      heard.add(list);
      await(ONE.follow(key("killed" + i), list::add));
    }
    CLUSTER.node(2).kill();
    until("it is noticed", () -> !ONE.isConnected());
    CLUSTER.startAgain(2);

    until("it is found again", () -> ONE.isConnected() && TWO.isConnected());
    until(
        "all are heard",
        () -> {
          for (int i = 0; i < 12; i++) {
            TWO.publish(key("killed" + i), List.of(entry(1)));
          }
          return heard.stream().noneMatch(List::isEmpty);
        });
  }

  private static RedisBus bus(RedisServer node) {
    RedisBusOptions usual = RedisBusOptions.at(node.uri());
    return await(
        RedisBus.connect(
            Vertx.vertx(),
            new RedisBusOptions(
                usual.uri(), usual.prefix(), true, usual.authority(), usual.answerWithin())));
  }

  private ChannelKey key(String name) {
    return new ChannelKey(new AppId("sharded"), new ChannelName(name));
  }

  private static Entry entry(long offset) {
    return Entry.of(new Message(new Position(7, offset), offset, Draft.of(Payload.text("x"))));
  }
}
