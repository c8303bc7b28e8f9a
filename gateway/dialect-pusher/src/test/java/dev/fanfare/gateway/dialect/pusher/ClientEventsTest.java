package dev.fanfare.gateway.dialect.pusher;

import static dev.fanfare.testkit.UsualLimits.usual;

import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.Spec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientEventsTest {
  private final World world = new World();

  @ParameterizedTest
  @Spec("PUS-21")
  @ValueSource(strings = {"{\"a\" : 1.0}", "\"text\"", "\"{\\\"a\\\":1}\"", "[1,2]", "3", "null"})
  void theOthersGetTheDataAsItWasSent(String data) {
    Pusher ann = world.connect().subscribesSigned("private-room").forgets();
    Pusher ben = world.connectElsewhere().subscribesSigned("private-room").forgets();

    ann.triggers("private-room", "client-typing", data);

    ben.receives(
        "{\"event\":\"client-typing\",\"channel\":\"private-room\",\"data\":" + data + "}");
    ann.receivesNothingMore();
  }

  @Test
  @Spec("PUS-21")
  void onPresenceChannelsTheSenderIsNamedTruly() {
    Pusher ann = world.connect().joinsAs("presence-room", "ann").forgets();
    Pusher ben = world.connect().joinsAs("presence-room", "ben").forgets();
    ann.forgets();

    ben.sends(
        "{\"event\":\"client-e\",\"channel\":\"presence-room\",\"data\":{},\"user_id\":\"ann\"}");

    ann.receives(
        "{\"event\":\"client-e\",\"channel\":\"presence-room\",\"data\":{},\"user_id\":\"ben\"}");
  }

  @Test
  @Spec("PUS-22")
  void clientsMaySendClientEventsOnly() {
    Pusher ann = world.connect().subscribesSigned("private-room").forgets();
    Pusher ben = world.connect().subscribesSigned("private-room").forgets();

    for (String name :
        new String[] {"pusher:fake", "pusher_internal:member_added", "typing", "Client-x"}) {
      ann.triggers("private-room", name, "{}").receivesPart("pusher:error", "client-");
    }
    ann.isOpen();
    ben.receivesNothingMore();
  }

  @Test
  @Spec("PUS-22")
  void theyAreForFollowedPrivateChannelsOnly() {
    Pusher ann = world.connect().subscribes("news").forgets();

    ann.triggers("news", "client-e", "{}").receivesPart("pusher:error", "private and presence");
    ann.triggers("private-other", "client-e", "{}").receivesPart("pusher:error", "subscribed");
  }

  @Test
  @Spec("PUS-22")
  void theAppMayForbidThem() {
    world.change(true, Limits.DEFAULT, AppOptions.DEFAULT);
    Pusher ann = world.connect().subscribesSigned("private-room").forgets();

    ann.triggers("private-room", "client-e", "{}").receivesPart("pusher:error", "Switch them on");
  }

  @Test
  @Spec("PUS-22")
  void nameAndDataHaveLimits() {
    Pusher ann = world.connect().subscribesSigned("private-room").forgets();
    String longest = "client-" + "x".repeat(193);

    ann.triggers("private-room", longest, "{}").receivesNothingMore();
    ann.triggers("private-room", longest + "x", "{}").receivesPart("pusher:error", "200");
    ann.triggers("private-room", "client-e", "\"" + "x".repeat(10_238) + "\"")
        .receivesNothingMore();
    ann.triggers("private-room", "client-e", "\"" + "x".repeat(10_239) + "\"")
        .receivesPart("pusher:error", "10240");
  }

  @Test
  @Spec("PUS-50")
  void inAChannelForWhichThereIsNoRoomTheyAreDroppedAndTheSenderIsTold() {
    world.change(true, usual().channels(1).limits(), World.EVERYTHING);
    world.backend().trigger("a", "e", "x").is(200);
    Pusher ann = world.connect().subscribesSigned("private-room").forgets();
    Pusher ben = world.connect().subscribesSigned("private-room").forgets();

    ann.triggers("private-room", "client-e", "{}")
        .receivesPart("pusher:error", "\"code\":4301", "limit 'channels'")
        .isOpen();
    ben.receivesNothingMore();
    world
        .connect()
        .joinsAs("presence-room", "cem")
        .receivesPart("subscription_error", "LimitReached");
  }

  @Test
  @Spec("PUS-23")
  void theEleventhWithinASecondIsDropped() {
    Pusher ann = world.connect().subscribesSigned("private-room").forgets();
    Pusher ben = world.connect().subscribesSigned("private-room").forgets();

    for (int i = 0; i < 11; i++) {
      ann.triggers("private-room", "client-e" + i, "{}");
    }
    ann.receivesPart("\"code\":4301").receivesNothingMore().isOpen();
    for (int i = 0; i < 10; i++) {
      ben.receivesPart("\"client-e" + i + "\"");
    }
    ben.receivesNothingMore();

    world.advance(Duration.ofSeconds(1));
    ann.forgets();
    ben.forgets();
    ann.triggers("private-room", "client-later", "{}").receivesNothingMore();
    ben.receivesPart("client-later");
  }
}
