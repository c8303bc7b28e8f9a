package dev.fanfare.gateway.dialect.pusher;

import dev.fanfare.testkit.Spec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheTest {
  private final World world = new World();

  @ParameterizedTest
  @Spec("PUS-24")
  @ValueSource(strings = {"cache-x", "private-cache-x", "private-encrypted-cache-x"})
  void aNewcomerGetsTheLastEvent(String channel) {
    Pusher early = world.connect();
    subscribe(early, channel).succeeds(channel);
    early.receives("{\"event\":\"pusher:cache_miss\",\"channel\":\"" + channel + "\"}");
    world.backend().trigger(channel, "one", "1").is(200);
    world.backend().trigger(channel, "two", "{\"n\":2}").is(200);
    early.forgets();

    Pusher late = world.connectElsewhere();
    subscribe(late, channel)
        .succeeds(channel)
        .receives("{\"event\":\"two\",\"channel\":\"" + channel + "\",\"data\":\"{\\\"n\\\":2}\"}")
        .receivesNothingMore();
  }

  @Test
  @Spec("PUS-24")
  void aPresenceChannelMayBeACacheToo() {
    world.backend().trigger("presence-cache-x", "e", "1").is(200);

    world
        .connect()
        .joinsAs("presence-cache-x", "ann")
        .receivesPart("subscription_succeeded", "ann")
        .receivesPart("\"event\":\"e\"")
        .receivesNothingMore();
  }

  @Test
  @Spec("PUS-24")
  void afterHalfAnHourThereIsNoLastEvent() {
    world.backend().trigger("cache-x", "e", "1").is(200);
    world.advance(Duration.ofMinutes(29));
    world.connect().subscribes("cache-x").succeeds("cache-x").receivesPart("\"event\":\"e\"");

    world.advance(Duration.ofMinutes(2));

    world.connect().subscribes("cache-x").succeeds("cache-x").receivesPart("pusher:cache_miss");
  }

  @Test
  @Spec("PUS-24")
  void clientEventsAreNotKept() {
    Pusher ann = world.connect().subscribesSigned("private-cache-x").forgets();
    world.backend().trigger("private-cache-x", "kept", "1").is(200);
    ann.triggers("private-cache-x", "client-e", "{}").forgets();

    world
        .connect()
        .subscribesSigned("private-cache-x")
        .succeeds("private-cache-x")
        .receivesPart("\"event\":\"kept\"")
        .receivesNothingMore();
  }

  private static Pusher subscribe(Pusher client, String channel) {
    return channel.startsWith("private")
        ? client.subscribesSigned(channel)
        : client.subscribes(channel);
  }
}
