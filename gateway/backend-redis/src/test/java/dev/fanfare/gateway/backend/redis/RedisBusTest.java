package dev.fanfare.gateway.backend.redis;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.awaitFailure;
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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The bus's promises on a real Redis, and what happens when Redis breaks them. */
class RedisBusTest extends BusContract {
  private static final RedisServer REDIS = new RedisServer();
  private static final RedisBus ONE = bus(REDIS);
  private static final RedisBus TWO = bus(REDIS);

  @AfterAll
  static void end() {
    ONE.close();
    TWO.close();
    REDIS.close();
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
  void whatIsNotOursIsIgnoredAndCounted() {
    List<Entry> heard = new CopyOnWriteArrayList<>();
    ChannelKey news = key("foreign");
    await(ONE.follow(news, heard::add));
    long before = ONE.foreignMessages();

    REDIS.say("PUBLISH fanfare.c:" + news.text() + " hello");
    REDIS.say("PUBLISH fanfare.control hello");
    until("both are counted", () -> ONE.foreignMessages() == before + 2);
    await(TWO.publish(news, List.of(entry(1))));

    until("ours is heard", () -> heard.equals(List.of(entry(1))));
  }

  @Test
  void aKilledListenerIsThereAgainAndSaysSo() {
    AtomicInteger reconnects = new AtomicInteger();
    List<Entry> heard = new CopyOnWriteArrayList<>();
    try (var watching = ONE.onReconnect(reconnects::incrementAndGet)) {
      assertThat(watching).isNotNull();
      await(ONE.follow(key("killed"), heard::add));
      REDIS.say("CLIENT KILL TYPE pubsub");
      until("it has come back", () -> reconnects.get() > 0);

      until(
          "messages are heard again",
          () -> {
            await(TWO.publish(key("killed"), List.of(entry(1))));
            return !heard.isEmpty();
          });
    }
  }

  @Test
  void whileRedisIsAwayPublishesFailAtOnceAndFollowsDoNotHang() {
    try (RedisServer redis = new RedisServer();
        RedisBus bus = bus(redis)) {
      List<Entry> heard = new CopyOnWriteArrayList<>();
      redis.kill();
      until("it is noticed", () -> !bus.isConnected());

      assertThat(awaitFailure(bus.publish(key("away"), List.of(entry(1))))).isNotNull();
      await(bus.follow(key("away"), heard::add));
      redis.startAgain();

      until("it is found again", bus::isConnected);
      until(
          "messages are heard again",
          () -> {
            bus.publish(key("away"), List.of(entry(2)));
            return !heard.isEmpty();
          });
    }
  }

  @Test
  void aRedisThatSleepsHangsNobody() {
    try (RedisServer redis = new RedisServer();
        RedisBus bus = bus(redis)) {
      redis.pause();
      long start = System.nanoTime();
      assertThat(awaitFailure(bus.publish(key("asleep"), List.of(entry(1))))).isNotNull();
      assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
      until("the listener is given up", () -> !bus.isConnected());
      redis.goOn();

      until("it is found again", bus::isConnected);
    }
  }

  @Test
  void aPasswordIsAskedForAndAWrongOneRefusedInOneLine() {
    try (RedisServer redis = new RedisServer("--requirepass", "hush")) {
      String right = redis.uri().replace("//", "//default:hush@");
      String wrong = redis.uri().replace("//", "//default:loud@");
      await(RedisBus.connect(Vertx.vertx(), RedisBusOptions.at(right))).close();

      Throwable why = awaitFailure(RedisBus.connect(Vertx.vertx(), RedisBusOptions.at(wrong)));

      assertThat(why).hasMessageContaining("Redis cannot be used");
      assertThat(why.getMessage()).doesNotContain("loud");
    }
  }

  @Test
  void nobodyAtTheAddressIsSaidInOneLine() {
    RedisServer redis = new RedisServer();
    redis.kill();

    Throwable why = awaitFailure(RedisBus.connect(Vertx.vertx(), RedisBusOptions.at(redis.uri())));

    assertThat(why).hasMessageContaining("Redis cannot be used at " + redis.uri());
  }

  private static RedisBus bus(RedisServer redis) {
    return await(RedisBus.connect(Vertx.vertx(), RedisBusOptions.at(redis.uri())));
  }

  private ChannelKey key(String name) {
    return new ChannelKey(new AppId("redis"), new ChannelName(name));
  }

  private static Entry entry(long offset) {
    return Entry.of(new Message(new Position(7, offset), offset, Draft.of(Payload.text("x"))));
  }
}
