package dev.fanfare.gateway.dialect.fanfare.core;

import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.at;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.fromTheStart;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.inShortSubscribed;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.withKey;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.app;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.gateway;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.request;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.world;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fanfare.testkit.TestGateway;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A message's way from its publisher to everybody who listens. */
class DeliveryTest {
  private final TestGateway.World world = world(app("a"), app("b"));
  private final TestGateway one = gateway(world);
  private final TestGateway two = gateway(world);

  @AfterEach
  void noFrameIsLeft() {
    assertThat(one.framesAlive() + two.framesAlive()).isZero();
  }

  @Test
  void whatIsPublishedReachesEverySubscriberOfEveryGatewayOnceAndInOrder() {
    List<NativeClient> everybody =
        Stream.of(one, one, one, two, two, two).map(gateway -> withKey(gateway, "a")).toList();
    everybody.forEach(client -> client.joins("room"));

    assertThat(everybody.get(0).publishes("room", "first")).isEqualTo(1);
    assertThat(everybody.get(1).publishes("room", "second")).isEqualTo(2);
    assertThat(everybody.get(4).publishes("room", "third")).isEqualTo(3);

    for (NativeClient client : everybody) {
      assertThat(client.pushes()).isEqualTo(fromTheStart("first", "second", "third"));
    }
  }

  @Test
  void aPublisherIsAcknowledgedBeforeItHearsItsOwnMessage() {
    NativeClient alice = withKey(one, "a");
    alice.joins("room");
    alice.everything();
    long publish = alice.sends("{'op':'pub','channel':'room','data':'hi'}");

    assertThat(alice.everything()).containsExactly("ok " + publish, "epoch 0", "msg 1 \"hi\"");
  }

  @Test
  void anAcknowledgementNamesTheMessagesPlaceAndId() {
    NativeClient alice = withKey(one, "a");
    JsonNode joined = alice.joins("room");
    JsonNode ack = alice.ok("{'op':'pub','channel':'room','data':'hi','id':'m-1'}");
    JsonNode message = alice.pushNodes().get(1);

    assertThat(joined.get("o").asLong()).isZero();
    assertThat(ack.get("o")).isEqualTo(message.get("o"));
    assertThat(ack.get("t")).isEqualTo(message.get("t"));
    assertThat(ack.get("id").asText()).isEqualTo("m-1").isEqualTo(message.get("id").asText());
    assertThat(inShortSubscribed(withKey(two, "a").joins("room", at(ack)))).isEqualTo("full 1");
  }

  @Test
  void withoutEchoThePublisherIsToldToSkipWhatItSaidItself() {
    NativeClient alice = withKey(one, "a");
    NativeClient bob = withKey(one, "a");
    NativeClient carol = withKey(two, "a");
    Stream.of(alice, bob, carol).forEach(client -> client.joins("room"));

    alice.ok("{'op':'pub','channel':'room','data':'hi','echo':false}");
    alice.publishes("room", "all");

    assertThat(alice.pushes()).containsExactly("epoch 0", "skip 1", "msg 2 \"all\"");
    assertThat(bob.pushes()).isEqualTo(fromTheStart("hi", "all"));
    assertThat(carol.pushes()).isEqualTo(fromTheStart("hi", "all"));
  }

  @Test
  void whatWasWithheldLiveIsWithheldInTheReplayToo() {
    NativeClient alice = withKey(one, "a");
    alice.ok("{'op':'pub','channel':'room','data':'mine','echo':false}");
    alice.publishes("room", "all");
    alice.joins("room", "'last':10");

    assertThat(alice.pushes()).containsExactly("skip 1", "msg 2 \"all\"", "live 2");
  }

  @Test
  void anEphemeralMessageIsLiveOnlyOnceAndWithoutAPlace() {
    NativeClient alice = withKey(one, "a");
    NativeClient bob = withKey(one, "a");
    NativeClient carol = withKey(two, "a");
    Stream.of(alice, bob, carol).forEach(client -> client.joins("room"));

    JsonNode ack = alice.ok("{'op':'pub','channel':'room','data':'typing','ephemeral':true}");
    assertThat(ack.has("o")).isFalse();
    assertThat(alice.publishes("room", "hi")).isEqualTo(1);

    for (NativeClient client : List.of(alice, bob, carol)) {
      assertThat(client.pushes()).containsExactly("msg - \"typing\"", "epoch 0", "msg 1 \"hi\"");
    }
    NativeClient late = withKey(two, "a");
    late.joins("room", "'last':10");
    assertThat(late.pushes()).containsExactly("msg 1 \"hi\"", "live 1");
  }

  @Test
  void anEphemeralMessageWithoutEchoIsNotHeardByItsPublisher() {
    NativeClient alice = withKey(one, "a");
    NativeClient bob = withKey(two, "a");
    alice.joins("room");
    bob.joins("room");
    alice.ok("{'op':'pub','channel':'room','data':'typing','ephemeral':true,'echo':false}");

    assertThat(alice.pushes()).doesNotContain("msg - \"typing\"");
    assertThat(bob.pushes()).containsExactly("msg - \"typing\"");
  }

  @Test
  void aMessagePastItsTimeToLiveIsSkippedByThoseWhoComeLate() {
    NativeClient alice = withKey(one, "a");
    JsonNode joined = alice.joins("room");
    alice.ok("{'op':'pub','channel':'room','data':'short','ttlMs':1000}");
    alice.publishes("room", "long");
    one.advance(Duration.ofSeconds(2));
    NativeClient late = withKey(one, "a");
    JsonNode resumed = late.joins("room", at(joined));

    assertThat(alice.pushes()).isEqualTo(fromTheStart("short", "long"));
    assertThat(inShortSubscribed(resumed)).isEqualTo("full 0");
    assertThat(late.pushes().stream().filter(it -> !it.startsWith("epoch")))
        .containsExactly("skip 1", "msg 2 \"long\"", "live 2");
  }

  @Test
  void aBatchIsOneAppendThatStandsTogether() {
    NativeClient alice = withKey(one, "a");
    NativeClient bob = withKey(two, "a");
    bob.joins("room");
    JsonNode acks =
        alice
            .ok(
                "{'op':'pubs','channel':'room','messages':[{'data':'x'},{'data':'y'},{'data':'z'}]}")
            .get("acks");

    assertThat(acks.findValuesAsText("o")).containsExactly("1", "2", "3");
    assertThat(bob.pushes()).isEqualTo(fromTheStart("x", "y", "z"));
  }

  @Test
  void aBatchWithOneBadMessageIsRefusedWhole() {
    NativeClient alice = withKey(one, "a");
    NativeClient bob = withKey(two, "a");
    bob.joins("room");
    String large = "x".repeat(70_000);

    assertThat(
            alice.refused(
                "{'op':'pubs','channel':'room','messages':[{'data':'x'},{'data':'"
                    + large
                    + "'}]}"))
        .isEqualTo(41300);
    String answer =
        request(
            one,
            "a",
            "POST",
            "/v1/channels/room/messages",
            "[{\"data\":\"x\"},{\"data\":\"" + large + "\"}]");
    assertThat(answer).startsWith("413");
    assertThat(bob.pushes()).isEmpty();
    assertThat(alice.publishes("room", "good")).isEqualTo(1);
  }

  @Test
  void aPublishRepeatedWithTheSameIdIsOneMessageWhicheverWayItComesIn() {
    NativeClient alice = withKey(one, "a");
    NativeClient bob = withKey(two, "a");
    bob.joins("room");
    JsonNode first = alice.ok("{'op':'pub','channel':'room','data':'pay','id':'order-1'}");
    JsonNode again = bob.ok("{'op':'pub','channel':'room','data':'pay','id':'order-1'}");
    String rest =
        request(
            one,
            "a",
            "POST",
            "/v1/channels/room/messages",
            "{\"data\":\"pay\",\"id\":\"order-1\"}");

    assertThat(again.get("o")).isEqualTo(first.get("o"));
    assertThat(again.get("t")).isEqualTo(first.get("t"));
    assertThat(again.get("repeated").asBoolean()).isTrue();
    assertThat(first.has("repeated")).isFalse();
    assertThat(rest).startsWith("200");
    assertThat(bob.pushes()).isEqualTo(fromTheStart("pay"));
  }

  @Test
  void aBatchThatIsRepeatedInPartAddsOnlyWhatIsNew() {
    NativeClient alice = withKey(one, "a");
    alice.joins("room");
    alice.ok("{'op':'pub','channel':'room','data':'x','id':'1'}");
    JsonNode acks =
        alice
            .ok(
                "{'op':'pubs','channel':'room','messages':[{'data':'x','id':'1'},{'data':'y','id':'2'},{'data':'y','id':'2'}]}")
            .get("acks");

    assertThat(acks.findValuesAsText("o")).containsExactly("1", "2", "2");
    assertThat(alice.pushes()).isEqualTo(fromTheStart("x", "y"));
  }

  @Test
  void aPublishOverRestReachesSubscribersEverywhere() {
    NativeClient alice = withKey(one, "a");
    NativeClient bob = withKey(two, "a");
    alice.joins("room");
    bob.joins("room");
    String answer =
        request(one, "a", "POST", "/v1/channels/room/messages", "{\"data\":\"from behind\"}");

    assertThat(answer).startsWith("201");
    assertThat(alice.pushes()).isEqualTo(fromTheStart("from behind"));
    assertThat(bob.pushes()).isEqualTo(fromTheStart("from behind"));
  }

  @Test
  void channelsOfTwoAppsHaveNothingInCommonButTheirName() {
    NativeClient alice = withKey(one, "a");
    NativeClient bob = withKey(one, "b");
    NativeClient carol = withKey(two, "b");
    alice.joins("room", "'presence':'full'");
    bob.joins("room", "'presence':'full'");
    bob.pushes();
    carol.joins("room");

    alice.publishes("room", "for a");
    alice.ok("{'op':'pub','channel':'room','data':'psst','ephemeral':true}");
    alice.ok("{'op':'pub','channel':'room','data':'same id','id':'1'}");
    alice.ok("{'op':'pres','action':'enter','channel':'room','client':'alice'}");

    assertThat(bob.pushes()).isEmpty();
    assertThat(carol.pushes()).isEmpty();
    assertThat(bob.ok("{'op':'pres','action':'count','channel':'room'}").get("n").asInt()).isZero();
    assertThat(bob.ok("{'op':'hist','channel':'room'}").get("messages")).isEmpty();
    JsonNode ack = bob.ok("{'op':'pub','channel':'room','data':'for b','id':'1'}");
    assertThat(ack.has("repeated")).isFalse();
    assertThat(ack.get("o").asLong()).isEqualTo(1);
    assertThat(request(one, "b", "GET", "/v1/channels/room", "")).contains("\"members\":0");
    assertThat(alice.pushes()).doesNotContain("msg 1 \"for b\"");
  }
}
