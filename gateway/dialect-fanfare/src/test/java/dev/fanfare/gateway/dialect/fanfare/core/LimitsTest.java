package dev.fanfare.gateway.dialect.fanfare.core;

import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.withKey;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.app;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.gateway;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.request;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.world;
import static dev.fanfare.testkit.UsualLimits.usual;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.backend.memory.MemoryChannelStore;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.Spec;
import dev.fanfare.testkit.TestGateway;
import dev.fanfare.testkit.UsualLimits;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an app and a connection may use, and what they are told when that is used up. */
class LimitsTest {
  private final TestGateway.World world = world(app("a", 1, small().limits()), app("b"));
  private final TestGateway gateway = gateway(world);

  @AfterEach
  void noFrameIsLeft() {
    assertThat(gateway.framesAlive()).isZero();
  }

  @Test
  void anAppHasSoManyConnectionsAndAGoneOneMakesRoom() {
    NativeClient first = withKey(gateway, "a");
    withKey(gateway, "a");
    withKey(gateway, "a");
    NativeClient fourth = NativeClient.stranger(gateway);
    JsonNode refusal = fourth.refusal(hello());

    assertThat(refusal.get("code").asInt()).isEqualTo(52901);
    assertThat(refusal.get("retryAfterMs").asLong()).isPositive();
    assertThat(fourth.closedWith()).isEqualTo(4529);
    withKey(gateway, "b");
    first.connection().isCutOff();
    withKey(gateway, "a");
  }

  @Test
  void aConnectionFollowsSoManyChannels() {
    NativeClient alice = withKey(gateway, "a");
    alice.joins("one");
    alice.joins("two");
    assertThat(alice.refused("{'op':'sub','channel':'three'}")).isEqualTo(52901);
    alice.ok("{'op':'unsub','channel':'one'}");

    alice.joins("three");
  }

  @Test
  void aConnectionPublishesSoFastAndIsToldWhenToGoOn() {
    NativeClient alice = withKey(gateway, "a");
    for (int i = 0; i < 20; i++) {
      alice.publishes("room", "m");
    }
    JsonNode refusal = alice.refusal("{'op':'pub','channel':'room','data':'m'}");
    assertThat(refusal.get("code").asInt()).isEqualTo(52900);
    long wait = refusal.get("retryAfterMs").asLong();
    assertThat(wait).isBetween(50L, 150L);
    gateway.advance(Duration.ofMillis(wait + 1));

    alice.publishes("room", "m");
  }

  @Test
  @Spec("NAT-43")
  void aConnectionAsksSoFastAndIsToldWhenToAskAgain() {
    NativeClient alice = withKey(gateway, "a");
    NativeClient bob = withKey(gateway, "a");
    for (int i = 0; i < 200; i++) {
      alice.ok("{'op':'hist','channel':'room'}");
    }
    JsonNode refusal = alice.refusal("{'op':'hist','channel':'room'}");
    assertThat(refusal.get("code").asInt()).isEqualTo(52900);
    assertThat(alice.refused("{'op':'sub','channel':'room'}")).isEqualTo(52900);
    assertThat(alice.refused("{'op':'pres','channel':'room','action':'get'}")).isEqualTo(52900);
    alice.publishes("room", "m");
    bob.joins("room");
    gateway.advance(Duration.ofMillis(refusal.get("retryAfterMs").asLong() + 1));

    alice.joins("room");
  }

  @Test
  @Spec("NAT-43")
  void whoeverComesBackFollowsAllItsChannelsAtOnce() {
    NativeClient alice = withKey(gateway, "b");
    for (int i = 0; i < Limits.DEFAULT.channelsPerConnection(); i++) {
      alice.joins("room-" + i);
    }
    assertThat(alice.refused("{'op':'sub','channel':'more'}")).isEqualTo(52901);
  }

  @Test
  void allConnectionsOfAnAppTogetherPublishSoFast() {
    NativeClient alice = withKey(gateway, "a");
    NativeClient bob = withKey(gateway, "a");
    NativeClient carol = withKey(gateway, "a");
    NativeClient other = withKey(gateway, "b");
    for (int i = 0; i < 20; i++) {
      alice.publishes("room", "m");
      bob.publishes("room", "m");
      carol.publishes("room", "m");
    }
    String refusal =
        request(gateway, "a", "POST", "/v1/channels/room/messages", "{\"data\":\"m\"}");

    assertThat(refusal).startsWith("429").contains("52900").contains("retryAfterMs");
    other.publishes("room", "m");
  }

  @Test
  void aRefusedBatchCostsNothing() {
    NativeClient alice = withKey(gateway, "a");
    for (int i = 0; i < 18; i++) {
      alice.publishes("room", "m");
    }
    String three = "{'op':'pubs','channel':'room','messages':[{'data':1},{'data':2},{'data':3}]}";
    assertThat(alice.refused(three)).isEqualTo(52900);

    alice.publishes("room", "m");
    alice.publishes("room", "m");
    assertThat(alice.refused("{'op':'pub','channel':'room','data':'m'}")).isEqualTo(52900);
  }

  @Test
  void ephemeralMessagesCountToo() {
    NativeClient alice = withKey(gateway, "a");
    for (int i = 0; i < 20; i++) {
      alice.ok("{'op':'pub','channel':'room','data':'m','ephemeral':true}");
    }

    assertThat(alice.refused("{'op':'pub','channel':'room','data':'m','ephemeral':true}"))
        .isEqualTo(52900);
  }

  @Test
  void aMessageHasASizeInWhichEverythingCounts() {
    NativeClient alice = withKey(gateway, "a");
    String fifty = "x".repeat(50);

    alice.publishes("room", "x".repeat(98));
    assertThat(alice.refused("{'op':'pub','channel':'room','data':'" + "x".repeat(99) + "'}"))
        .isEqualTo(41300);
    assertThat(
            alice.refused(
                "{'op':'pub','channel':'room','data':'"
                    + fifty
                    + "','name':'"
                    + "y".repeat(49)
                    + "'}"))
        .isEqualTo(41300);
    assertThat(
            alice.refused(
                "{'op':'pub','channel':'room','data':'" + fifty + "','tags':['" + fifty + "']}"))
        .isEqualTo(41300);
  }

  @Test
  void namesAndTagsHaveBoundsOfTheirOwn() {
    NativeClient other = withKey(gateway, "b");

    assertThat(
            other.refused(
                "{'op':'pub','channel':'room','data':1,'name':'" + "n".repeat(256) + "'}"))
        .isEqualTo(40002);
    assertThat(
            other.refused(
                "{'op':'pub','channel':'room','data':1,'tags':[" + "'t',".repeat(16) + "'t']}"))
        .isIn(41301, 40002);
  }

  @Test
  void aPublishHasSoManyMessages() {
    NativeClient alice = withKey(gateway, "a");
    String six = "{'data':1},".repeat(5) + "{'data':1}";

    assertThat(alice.refused("{'op':'pubs','channel':'room','messages':[" + six + "]}"))
        .isIn(41301, 40002);
    assertThat(
            request(
                gateway,
                "a",
                "POST",
                "/v1/channels/room/messages",
                ("[" + six + "]").replace('\'', '"')))
        .startsWith("413");
  }

  @Test
  void aChannelHasSoManyMembers() {
    NativeClient server = withKey(gateway, "a");
    server.ok("{'op':'pres','action':'enter','channel':'room','client':'a'}");
    server.ok("{'op':'pres','action':'enter','channel':'room','client':'b'}");
    assertThat(server.refused("{'op':'pres','action':'enter','channel':'room','client':'c'}"))
        .isEqualTo(52901);
    server.ok("{'op':'pres','action':'leave','channel':'room','client':'a'}");

    server.ok("{'op':'pres','action':'enter','channel':'room','client':'c'}");
  }

  @Test
  @Spec({"NAT-46", "REST-21"})
  void anAppHasSoManyChannelsAndForgottenOnesMakeRoom() {
    world.directory().put(app("b", 2, usual().channels(2).limits()));
    NativeClient alice = withKey(gateway, "b");
    alice.publishes("one", "m");
    alice.publishes("two", "m");

    JsonNode refusal = alice.refusal("{'op':'pub','channel':'three','data':'m'}");
    assertThat(refusal.get("code").asInt()).isEqualTo(52901);
    assertThat(refusal.get("message").asText()).contains("2 channels").contains("limit 'channels'");
    assertThat(alice.refused("{'op':'pres','action':'enter','channel':'three','client':'a'}"))
        .isEqualTo(52901);
    assertThat(request(gateway, "b", "POST", "/v1/channels/three/messages", "{\"data\":\"m\"}"))
        .startsWith("429")
        .contains("52901");
    alice.ok("{'op':'pub','channel':'three','data':'m','ephemeral':true}");
    alice.publishes("one", "more");
    withKey(gateway, "a").publishes("three", "m");

    forgetChannels();
    withKey(gateway, "b").publishes("three", "m");
  }

  @Test
  @Spec("NAT-46")
  void whoFollowsAChannelWithoutRoomHearsEverythingOnceItIsThere() {
    world.directory().put(app("b", 2, usual().channels(1).limits()));
    NativeClient alice = withKey(gateway, "b");
    alice.publishes("one", "m");
    alice.joins("two");
    alice.ok("{'op':'unsub','channel':'two'}");
    alice.joins("three");
    gateway.settle();
    assertThat(request(gateway, "b", "GET", "/v1/channels", "")).doesNotContain("three");

    world.directory().put(app("b", 3, Limits.DEFAULT));
    gateway.advance(Duration.ofSeconds(1));
    assertThat(request(gateway, "b", "GET", "/v1/channels", "")).contains("three");
    alice.publishes("three", "hello");
    assertThat(alice.pushes()).anyMatch(push -> push.contains("hello"));
  }

  @Test
  @Spec("NAT-46")
  void aFullStoreTakesNoNewChannelAndSaysWhenToTryAgain() {
    ManualClock clock = new ManualClock();
    MemoryChannelStore store = new MemoryChannelStore(clock, new Random(1), 1);
    TestGateway full = gateway(new TestGateway.World(42, new MemoryBus(), clock, store, app("b")));
    NativeClient alice = withKey(full, "b");
    alice.publishes("one", "m");

    JsonNode refusal = alice.refusal("{'op':'pub','channel':'two','data':'m'}");
    assertThat(refusal.get("code").asInt()).isEqualTo(50300);
    assertThat(refusal.get("retryAfterMs").asLong()).isPositive();
    alice.publishes("one", "more");
  }

  @Test
  void changesOfPresenceCountAsPublishes() {
    NativeClient server = withKey(gateway, "a");
    for (int i = 0; i < 20; i++) {
      server.ok("{'op':'pres','action':'enter','channel':'room','client':'a','data':" + i + "}");
    }
    JsonNode refusal =
        server.refusal("{'op':'pres','action':'enter','channel':'room','client':'a','data':0}");

    assertThat(refusal.get("code").asInt()).isEqualTo(52900);
    assertThat(refusal.get("retryAfterMs").asLong()).isPositive();
    server.ok("{'op':'pres','action':'leave','channel':'room','client':'a'}");
  }

  @Test
  @Spec("NAT-43")
  void aLeaveOfWhatWasNeverEnteredCountsAsAPublish() {
    NativeClient server = withKey(gateway, "a");
    server.ok("{'op':'pres','action':'enter','channel':'room','client':'a'}");
    for (int i = 0; i < 19; i++) {
      server.ok("{'op':'pres','action':'leave','channel':'room-" + i + "','client':'a'}");
    }

    assertThat(server.refused("{'op':'pres','action':'leave','channel':'room','client':'b'}"))
        .isEqualTo(52900);
    server.ok("{'op':'pres','action':'leave','channel':'room','client':'a'}");
  }

  @Test
  void newLimitsHoldForOpenConnections() {
    NativeClient alice = withKey(gateway, "a");
    Limits smaller =
        small().channelsPerConnection(1).messageBytes(50).publishesPerSecond(1).limits();
    world.directory().put(app("a", 2, smaller));
    gateway.settle();
    alice.joins("one");

    assertThat(alice.refused("{'op':'sub','channel':'two'}")).isEqualTo(52901);
    assertThat(alice.refused("{'op':'pub','channel':'one','data':'" + "x".repeat(60) + "'}"))
        .isEqualTo(41300);
    alice.publishes("one", "m");
    alice.publishes("one", "m");
    assertThat(alice.refused("{'op':'pub','channel':'one','data':'m'}")).isEqualTo(52900);
  }

  private static UsualLimits small() {
    return usual()
        .connections(3)
        .channelsPerConnection(2)
        .messageBytes(100)
        .batchMessages(5)
        .batchBytes(10_000)
        .publishesPerSecond(10)
        .appPublishesPerSecond(30)
        .presenceMembers(2)
        .presenceDataBytes(50)
        .outboxBytes(100_000);
  }

  /** Ids are remembered for five minutes; a whole window later the log is gone. */
  private void forgetChannels() {
    for (int i = 0; i < 3; i++) {
      gateway.advance(Duration.ofMinutes(6));
      world.store().sweep();
    }
  }

  private static String hello() {
    return "{'op':'hello','v':1,'key':'key-a:" + NativeClients.SECRET + "'}";
  }
}
