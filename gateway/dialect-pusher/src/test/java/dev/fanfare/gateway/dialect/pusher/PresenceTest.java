package dev.fanfare.gateway.dialect.pusher;

import static dev.fanfare.testkit.UsualLimits.usual;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.testkit.Spec;
import dev.fanfare.testkit.TestClient;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceTest {
  private static final String ROOM = "presence-room";

  private final World world = new World();

  @Test
  @Spec("PUS-15")
  void whoeverJoinsHearsWhoIsThere() {
    world.connect().joinsAs(ROOM, "ann");
    world.connectElsewhere().joins(ROOM, "{\"user_id\":\"ben\"}");

    world
        .connect()
        .joinsAs(ROOM, "ann")
        .receives(
            "{\"event\":\"pusher_internal:subscription_succeeded\",\"channel\":\"presence-room\",\"data\":"
                + Pusher.quoted(
                    "{\"presence\":{\"ids\":[\"ann\",\"ben\"],\"hash\":{\"ann\":{\"name\":\"ann\"},\"ben\":null},\"count\":2}}")
                + "}")
        .receivesNothingMore();
  }

  @Test
  @Spec("PUS-16")
  void aUserComesWithTheFirstConnectionAndGoesWithTheLast() {
    Pusher ann = world.connect().joinsAs(ROOM, "ann").forgets();
    Pusher ben = world.connectElsewhere().joinsAs(ROOM, "ben").forgets();
    ann.receives(
        "{\"event\":\"pusher_internal:member_added\",\"channel\":\"presence-room\",\"data\":"
            + Pusher.quoted("{\"user_id\":\"ben\",\"user_info\":{\"name\":\"ben\"}}")
            + "}");

    Pusher again = world.connect().joinsAs(ROOM, "ben").forgets();
    ben.client().leaves();
    ann.receivesNothingMore();

    again.unsubscribes(ROOM);
    ann.receives(
            "{\"event\":\"pusher_internal:member_removed\",\"channel\":\"presence-room\",\"data\":"
                + Pusher.quoted("{\"user_id\":\"ben\"}")
                + "}")
        .receivesNothingMore();
  }

  @Test
  @Spec("PUS-16")
  void numbersStayNumbers() {
    Pusher ann = world.connect().joinsAs(ROOM, "ann").forgets();

    Pusher seven = world.connect().joins(ROOM, "{\"user_id\":7,\"user_info\":{\"a\":1}}");

    ann.receivesPart(Pusher.quoted("{\"user_id\":7,\"user_info\":{\"a\":1}}"));
    seven.receivesPart("\\\"ids\\\":[\\\"7\\\",\\\"ann\\\"]", "\\\"7\\\":{\\\"a\\\":1}");
    seven.client().leaves();
    ann.receivesPart("member_removed", Pusher.quoted("{\"user_id\":7}"));
  }

  @Test
  @Spec("PUS-16")
  void aLostConnectionGoesAfterTheGraceTime() {
    Pusher ann = world.connect().joinsAs(ROOM, "ann").forgets();
    Pusher ben = world.connect().joinsAs(ROOM, "ben");
    ann.forgets();

    ben.client().isCutOff();
    ann.receivesNothingMore();
    world.advance(Duration.ofMinutes(1));

    ann.receivesPart("member_removed").receivesNothingMore();
  }

  @Test
  @Spec("PUS-16")
  void usersOfAGatewayThatDiesGoOnceAndComeBackOnce() {
    Pusher ann = world.connect().joinsAs(ROOM, "ann").forgets();
    world.connectElsewhere().joinsAs(ROOM, "ben");
    world.connectElsewhere().joinsAs(ROOM, "ben");
    ann.forgets();

    world.second().cutOff();
    for (int i = 0; i < 15; i++) {
      world.advance(Duration.ofSeconds(1));
    }
    ann.receivesPart("member_removed", "ben").receivesNothingMore();

    world.second().comesBack();
    for (int i = 0; i < 5; i++) {
      world.advance(Duration.ofSeconds(1));
    }
    ann.receivesPart("member_added", "ben").receivesNothingMore();
  }

  @Test
  @Spec("PUS-17")
  void aSignedInUserNeedsNoChannelData() {
    Pusher ann =
        world.connect().signsIn("{\"id\":\"ann\",\"user_info\":{\"name\":\"Ann\"}}").forgets();

    ann.subscribesSigned(ROOM).receivesPart("\\\"ann\\\":{\\\"name\\\":\\\"Ann\\\"}");
  }

  @ParameterizedTest
  @Spec("PUS-17")
  @ValueSource(
      strings = {"{}", "[]", "{\"user_id\":null}", "{\"user_id\":{}}", "{\"user_id\":\"\"}", "?"})
  void withoutAUserThereIsNoPresence(String channelData) {
    world
        .connect()
        .joins(ROOM, channelData)
        .receivesPart("pusher:subscription_error", "AuthError")
        .subscribesSigned(ROOM)
        .receivesPart("pusher:subscription_error", "channel_data")
        .isOpen();
  }

  @Test
  @Spec("PUS-17")
  void aUserSaysAKibibyteAboutItself() {
    String fits = "\"" + "x".repeat(1_022) + "\"";
    world
        .connect()
        .joins(ROOM, "{\"user_id\":\"a\",\"user_info\":" + fits + "}")
        .receivesPart("subscription_succeeded");
    world
        .connect()
        .joins(ROOM, "{\"user_id\":\"b\",\"user_info\":" + fits.replace("xx\"", "xxx\"") + "}")
        .receivesPart("pusher:subscription_error", "1025");
  }

  @Test
  @Spec("PUS-18")
  void theHundredAndFirstIsRefused() {
    for (int i = 0; i < 100; i++) {
      world.connect().joinsAs(ROOM, "user" + i).receivesPart("subscription_succeeded");
    }
    Pusher late = world.connect();
    late.joinsAs(ROOM, "late").receivesPart("pusher:subscription_error", "LimitReached").isOpen();
    world
        .connect()
        .joinsAs(ROOM, "user7")
        .receivesPart("subscription_succeeded", "\\\"count\\\":100");

    world.change(true, usual().presenceMembers(150).limits(), World.EVERYTHING);

    late.joinsAs(ROOM, "late").receivesPart("subscription_succeeded", "\\\"count\\\":101");
  }

  @Test
  @Spec("PUS-19")
  void membersOfTheNativeProtocolAreMembers() {
    Pusher ann = world.connect().joinsAs(ROOM, "ann").forgets();
    TestClient ben = world.nativeClient();

    ben.sends(
        "{\"i\":2,\"op\":\"pres\",\"action\":\"enter\",\"channel\":\"presence-room\",\"client\":\"ben\",\"data\":{\"b\":2}}");

    assertThat(ben.received()).anyMatch(line -> line.contains("\"i\":2,\"ok\""));
    ann.receivesPart(
        "member_added", Pusher.quoted("{\"user_id\":\"ben\",\"user_info\":{\"b\":2}}"));
    world.connect().joinsAs(ROOM, "cid").receivesPart("\\\"ben\\\":{\\\"b\\\":2}");
  }

  @Test
  @Spec("PUS-20")
  void aFullRoomOfFiveThousandAnswersTheNextWithinASecond() {
    world.change(true, usual().presenceMembers(10_000).limits(), World.EVERYTHING);
    ChannelKey room = new ChannelKey(new AppId(World.APP), new ChannelName(ROOM));
    Bounds bounds = Bounds.of(ChannelRule.DEFAULT, 10_000, 10_000);
    long gateway = world.first().core().incarnation().id();
    for (int i = 0; i < 5_000; i++) {
      world
          .world()
          .store()
          .apply(
              room,
              new LogChange.Present(
                  LogChange.Present.Kind.ENTER,
                  new ClientId("user" + i),
                  new ConnectionId("1." + i),
                  gateway,
                  Optional.of(Payload.json("{\"name\":\"somebody\"}")),
                  bounds));
    }
    Pusher late = world.connect();

    long before = System.nanoTime();
    late.joinsAs(ROOM, "late").receivesPart("\\\"count\\\":5001");

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
  }
}
