package dev.fanfare.gateway.dialect.pusher;

import static dev.fanfare.testkit.UsualLimits.usual;

import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.Spec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpQueryTest {
  private final World world = new World();
  private final Backend backend = world.backend();

  @Test
  @Spec("PUS-34")
  void occupiedChannelsAreListed() {
    world.connect().subscribes("news").subscribesSigned("private-a");
    world.connectElsewhere().joinsAs("presence-p", "ann");
    world.connectElsewhere().joinsAs("presence-p", "ben");
    world.connect().joinsAs("presence-p", "ben");
    Pusher gone = world.connect().subscribes("gone");
    gone.client().leaves();

    backend
        .get("channels")
        .is(200)
        .says("{\"channels\":{\"news\":{},\"presence-p\":{},\"private-a\":{}}}");
    backend
        .get("channels", "filter_by_prefix", "presence-", "info", "user_count")
        .says("{\"channels\":{\"presence-p\":{\"user_count\":2}}}");
    backend
        .get("channels", "filter_by_prefix", "private-", "info", "subscription_count")
        .says("{\"channels\":{\"private-a\":{\"subscription_count\":1}}}");
    backend.get("channels", "filter_by_prefix", "x").says("{\"channels\":{}}");
  }

  @Test
  @Spec("PUS-34")
  void usersAreCountedInPresenceChannelsOnly() {
    backend.get("channels", "info", "user_count").is(400).tells("presence-");
    backend.get("channels", "filter_by_prefix", "private-", "info", "user_count").is(400);
    backend.get("channels", "info", "weather").is(400);
  }

  @Test
  @Spec("PUS-34")
  void moreChannelsThanAPageAreListed() {
    Pusher ann = world.connect();
    world.change(true, usual().channelsPerConnection(2_000).limits(), World.EVERYTHING);
    for (int i = 0; i < 1_500; i++) {
      ann.subscribes("c" + i);
    }
    backend.get("channels").is(200).tells("\"c0\"").tells("\"c1499\"").tells("\"c999\"");
  }

  @Test
  @Spec("PUS-35")
  void aChannelTellsWhatItIsAsked() {
    world.connect().subscribes("news");
    world.connectElsewhere().subscribes("news");
    world.connect().joinsAs("presence-p", "ann");

    backend.get("channels/news").is(200).says("{\"occupied\":true}");
    backend.get("channels/nobody").says("{\"occupied\":false}");
    backend
        .get("channels/news", "info", "subscription_count")
        .says("{\"occupied\":true,\"subscription_count\":2}");
    backend
        .get("channels/presence-p", "info", "user_count")
        .says("{\"occupied\":true,\"user_count\":1}");
    backend.get("channels/news", "info", "user_count").is(400);
    backend.get("channels/presence-p", "info", "subscription_count").is(400);
    backend.get("channels/news", "info", "cache").is(400);
    backend.get("channels/a b").is(400);
  }

  @Test
  @Spec("PUS-35")
  void countsAreShownWhereTheAppSaysSo() {
    world.change(true, Limits.DEFAULT, AppOptions.DEFAULT);
    world.connect().subscribes("news");

    backend.get("channels/news", "info", "subscription_count").says("{\"occupied\":true}");
  }

  @Test
  @Spec("PUS-35")
  void aCacheChannelTellsItsLastEvent() {
    backend.get("channels/cache-a", "info", "cache").says("{\"occupied\":false,\"cache\":null}");
    backend.trigger("cache-a", "e", "{\"a\":1}").is(200);
    world.advance(Duration.ofSeconds(10));

    backend
        .get("channels/cache-a", "info", "cache")
        .says("{\"occupied\":false,\"cache\":{\"data\":\"{\\\"a\\\":1}\",\"ttl\":1790}}");
  }

  @Test
  @Spec("PUS-36")
  void usersAreListedOnce() {
    world.connect().joins("presence-p", "{\"user_id\":1}");
    world.connectElsewhere().joins("presence-p", "{\"user_id\":1}");
    world.connectElsewhere().joinsAs("presence-p", "ann");

    backend
        .get("channels/presence-p/users")
        .is(200)
        .says("{\"users\":[{\"id\":\"1\"},{\"id\":\"ann\"}]}");
    backend.get("channels/presence-empty/users").says("{\"users\":[]}");
    backend.get("channels/news/users").is(400).tells("presence");
  }

  @Test
  @Spec({"PUS-37", "PUS-4"})
  void aUserIsSentAwayEverywhere() {
    Pusher here = world.connect().signsIn("{\"id\":\"ann\"}").forgets();
    Pusher there = world.connectElsewhere().signsIn("{\"id\":\"ann\"}").forgets();
    Pusher ben = world.connect().signsIn("{\"id\":\"ben\"}").forgets();
    Pusher present = world.connect().joinsAs("presence-p", "ann").forgets();

    backend.post("users/ann/terminate_connections", "{}").is(200).says("{}");

    here.receivesPart("\"code\":4009").isClosedWith(4009);
    there.receivesPart("\"code\":4009").isClosedWith(4009);
    ben.isOpen();
    present.isOpen();
  }
}
