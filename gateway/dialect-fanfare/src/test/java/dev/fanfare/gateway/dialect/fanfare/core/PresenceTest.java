package dev.fanfare.gateway.dialect.fanfare.core;

import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.at;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.withKey;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.withToken;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.app;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.gateway;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.testkit.DelayedStore;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.ShiftingStore;
import dev.fanfare.testkit.TestGateway;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is here, as clients see it. */
class PresenceTest {
  private static final String ENTER = "{'op':'pres','action':'enter','channel':'room'}";
  private static final String LEAVE = "{'op':'pres','action':'leave','channel':'room'}";

  private final ManualClock clock = new ManualClock();
  private final DelayedStore store = new DelayedStore(new ShiftingStore(clock, 9));
  private final TestGateway.World world =
      new TestGateway.World(
          42, new MemoryBus(), clock, store, app("a", withoutPresence("quiet:*")));
  private final TestGateway one = gateway(world);
  private final TestGateway two = gateway(world);
  private final Tokens tokens = new Tokens(clock, "a");
  private final NativeClient alice = withToken(one, tokens.of("alice"));
  private final NativeClient bob = withToken(two, tokens.of("bob"));

  @AfterEach
  void noFrameIsLeft() {
    assertThat(one.framesAlive() + two.framesAlive()).isZero();
  }

  @Test
  void whoeverEntersChangesAndLeavesIsSeenByThoseWhoWatch() {
    bob.joins("room", "'presence':'full'");
    assertThat(bob.pushes()).containsExactly("live 0");
    alice.ok(ENTER);
    alice.ok("{'op':'pres','action':'update','channel':'room','data':{'mood':'good'}}");
    alice.ok(LEAVE);
    clock.settle();

    assertThat(bob.pushes())
        .containsExactly(
            "epoch 0", "pres 1 enter alice 1", "pres 2 update alice 1", "pres 3 leave alice 0");
  }

  @Test
  void aNewcomerGetsThePictureAndThenWhatChangesIt() {
    alice.ok("{'op':'pres','action':'enter','channel':'room','data':{'mood':'good'}}");
    JsonNode presence = bob.joins("room", "'presence':'full'").get("presence");
    bob.ok(ENTER);

    assertThat(presence.get("n").asInt()).isEqualTo(1);
    assertThat(presence.get("members").get(0).get("client").asText()).isEqualTo("alice");
    assertThat(presence.get("members").get(0).get("d").get("mood").asText()).isEqualTo("good");
    assertThat(bob.pushes()).containsExactly("live 1", "pres 2 enter bob 2");
  }

  @Test
  void aSubscriptionForTheCountIsToldNumbersAndNobody() {
    bob.joins("room", "'presence':'count'");
    alice.ok(ENTER);
    bob.ok(ENTER);
    alice.ok(LEAVE);
    clock.settle();
    List<JsonNode> pushes = bob.pushNodes();

    assertThat(pushes.stream().filter(it -> it.has("client"))).isEmpty();
    assertThat(pushes.stream().filter(it -> it.path("p").asText().equals("pres")))
        .extracting(it -> it.get("o").asInt() + ":" + it.get("n").asInt())
        .containsExactly("1:1", "2:2", "3:1");
  }

  @Test
  void aSubscriptionWithoutPresenceIsToldWithinASecondHowFarItMayCount() {
    bob.joins("room");
    bob.publishes("room", "x");
    alice.ok(ENTER);
    alice.ok("{'op':'pres','action':'update','channel':'room','data':1}");
    clock.settle();
    assertThat(bob.pushes()).containsExactly("epoch 0", "msg 1 \"x\"");
    clock.advance(Duration.ofMillis(1_001));

    assertThat(bob.pushes()).containsExactly("skip 3");
  }

  @Test
  void hiddenPresenceIsSkippedRightBeforeTheNextMessage() {
    bob.joins("room");
    bob.publishes("room", "x");
    alice.ok(ENTER);
    bob.publishes("room", "y");
    clock.advance(Duration.ofSeconds(2));

    assertThat(bob.pushes()).containsExactly("epoch 0", "msg 1 \"x\"", "skip 2", "msg 3 \"y\"");
  }

  @Test
  void enteringAgainWithTheSameDataChangesNothing() {
    bob.joins("room", "'presence':'full'");
    JsonNode first = alice.ok(ENTER);
    JsonNode again = alice.ok(ENTER);
    clock.settle();

    assertThat(again).isEqualTo(first);
    assertThat(bob.pushes()).containsExactly("live 0", "epoch 0", "pres 1 enter alice 1");
  }

  @Test
  void leavingWithoutHavingEnteredChangesNothing() {
    bob.joins("room", "'presence':'full'");
    alice.ok(LEAVE);
    clock.settle();

    assertThat(bob.pushes()).containsExactly("live 0");
  }

  @Test
  void aClientOnTwoConnectionsIsThereTwice() {
    NativeClient again = withToken(two, tokens.of("alice"));
    alice.ok(ENTER);
    again.ok(ENTER);
    assertThat(count()).isEqualTo(2);
    alice.ok(LEAVE);

    assertThat(count()).isEqualTo(1);
  }

  @Test
  void whoeverSaysGoodbyeIsGoneAtOnce() {
    bob.joins("room", "'presence':'full'");
    alice.ok(ENTER);
    alice.connection().leaves();

    assertThat(bob.pushes())
        .containsExactly("live 0", "epoch 0", "pres 1 enter alice 1", "pres 2 leave alice 0");
  }

  @Test
  void byeIsAGoodbye() {
    alice.ok(ENTER);
    alice.ok("{'op':'bye'}");

    assertThat(alice.closedWith()).isEqualTo(1000);
    assertThat(count()).isZero();
  }

  @Test
  void whoeverIsCutOffIsGoneAfterTheGraceTimeUnlessItComesBack() {
    bob.joins("room", "'presence':'full'");
    alice.ok(ENTER);
    alice.connection().isCutOff();
    clock.advance(Duration.ofSeconds(9));
    NativeClient back = withToken(two, tokens.of("alice"));
    back.ok(ENTER);
    assertThat(count()).isEqualTo(2);
    clock.advance(Duration.ofSeconds(2));

    assertThat(count()).isEqualTo(1);
    assertThat(bob.pushes())
        .containsExactly(
            "live 0",
            "epoch 0",
            "pres 1 enter alice 1",
            "pres 2 enter alice 2",
            "pres 3 leave alice 1");
  }

  @Test
  void presenceIsResumedLikeMessages() {
    JsonNode entered = alice.ok(ENTER);
    bob.ok(ENTER);
    bob.publishes("room", "x");
    bob.ok(LEAVE);
    NativeClient carol = withToken(one, tokens.of("carol"));
    carol.joins("room", "'presence':'full'," + at(entered));

    assertThat(carol.pushes())
        .containsExactly("pres 2 enter bob 2", "msg 3 \"x\"", "pres 4 leave bob 1", "live 4");
  }

  @Test
  void aPictureTooLargeForOnePageGoesOnInPages() {
    NativeClient server = withKey(one, "a");
    for (int i = 0; i < 120; i++) {
      server.ok("{'op':'pres','action':'enter','channel':'room','client':'c%03d'}".formatted(i));
    }
    JsonNode first = bob.joins("room", "'presence':'full'").get("presence");
    JsonNode second =
        bob.ok(
            "{'op':'pres','action':'get','channel':'room','cursor':'%s'}"
                .formatted(first.get("next").asText()));

    assertThat(first.get("n").asInt()).isEqualTo(120);
    assertThat(first.get("members")).hasSize(100);
    assertThat(second.get("members")).hasSize(20);
    assertThat(second.has("next")).isFalse();
  }

  @Test
  void aTokenSpeaksForItsOwnClientOnly() {
    assertThat(alice.refused("{'op':'pres','action':'enter','channel':'room','client':'bob'}"))
        .isEqualTo(40302);
    alice.ok("{'op':'pres','action':'enter','channel':'room','client':'alice'}");
    assertThat(alice.refused("{'op':'pres','action':'leave','channel':'room','client':'bob'}"))
        .isEqualTo(40302);
    assertThat(count()).isEqualTo(1);
    alice.connection().leaves();

    assertThat(count()).as("the refused leave was not forgotten for one").isZero();
  }

  @Test
  void aKeySpeaksForWhomeverItNamesButMustNameSomebody() {
    NativeClient server = withKey(one, "a");
    assertThat(server.refused(ENTER)).isEqualTo(40302);
    server.ok("{'op':'pres','action':'enter','channel':'room','client':'carol'}");
    server.ok("{'op':'pres','action':'enter','channel':'room','client':'dave'}");
    assertThat(count()).isEqualTo(2);
    server.connection().leaves();

    assertThat(count()).isZero();
  }

  @Test
  void aTokenWithoutAClientCannotBePresent() {
    NativeClient nobody = withToken(one, tokens.with(""));

    assertThat(nobody.refused(ENTER)).isEqualTo(40302);
    assertThat(nobody.refused("{'op':'pres','action':'enter','channel':'room','client':'x'}"))
        .isEqualTo(40302);
  }

  @Test
  void presenceNeedsItsCapability() {
    NativeClient reader = withToken(one, tokens.with("'sub':'eve','cap':{'*':['subscribe']}"));

    assertThat(reader.refused(ENTER)).isEqualTo(40300);
    assertThat(reader.refused(LEAVE)).isEqualTo(40300);
    assertThat(reader.ok("{'op':'pres','action':'get','channel':'room'}").get("n").asInt())
        .isZero();
  }

  @Test
  void aRuleMaySwitchPresenceOff() {
    assertThat(alice.refused("{'op':'pres','action':'enter','channel':'quiet:room'}"))
        .isEqualTo(40012);
  }

  @Test
  void dataThatIsTooLongIsRefusedOnTheWayInAndOnTheWayOut() {
    String long4k = "'" + "x".repeat(5_000) + "'";
    assertThat(
            alice.refused("{'op':'pres','action':'enter','channel':'room','data':" + long4k + "}"))
        .isEqualTo(41300);
    alice.ok(ENTER);

    assertThat(
            alice.refused("{'op':'pres','action':'leave','channel':'room','data':" + long4k + "}"))
        .isEqualTo(41300);
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void whoeverEnteredWithoutHearingOfItIsGoneAllTheSameWhenItsConnectionIs() {
    store.holdAnswers(asked -> asked instanceof LogChange.Present);
    long entering = alice.sends(ENTER);
    store.failOne();
    clock.settle();
    assertThat(alice.reply(entering).get("err").get("code").asInt()).isEqualTo(50400);
    store.recover();
    assertThat(count()).as("it did happen").isEqualTo(1);
    alice.connection().leaves();

    assertThat(count()).isZero();
  }

  @Test
  void whoeverCouldNotLeaveIsGoneWhenItsConnectionIs() {
    alice.ok(ENTER);
    store.fail(asked -> asked instanceof LogChange.Present);
    assertThat(alice.refused(LEAVE)).isEqualTo(50400);
    store.recover();
    alice.connection().leaves();

    assertThat(count()).isZero();
  }

  @Test
  void whoeverIsGoneWhileTheStoreIsAwayLeavesWhenItIsBack() {
    alice.ok(ENTER);
    store.fail(asked -> asked instanceof LogChange.Present);
    alice.connection().leaves();
    clock.advance(Duration.ofMinutes(2));
    assertThat(count()).isEqualTo(1);
    store.recover();
    clock.advance(Duration.ofMinutes(1));

    assertThat(count()).isZero();
  }

  @Test
  void enteringWhileALeaveIsUnderWayIsNotForgottenWhenTheLeaveIsAnswered() {
    alice.ok(ENTER);
    store.holdAnswers(asked -> asked instanceof LogChange.Present);
    alice.sends(LEAVE);
    alice.sends(ENTER);
    store.recover();
    store.answerAll();
    clock.settle();
    assertThat(count()).isEqualTo(1);
    alice.connection().leaves();

    assertThat(count()).isZero();
  }

  @Test
  void aConnectionThatIsGoneBeforeItsEnterIsAnsweredLeaves() {
    store.holdAnswers(asked -> asked instanceof LogChange.Present);
    alice.sends(ENTER);
    alice.connection().leaves();
    store.recover();
    store.answerAll();
    clock.settle();

    assertThat(count()).isZero();
  }

  private int count() {
    clock.settle();
    return bob.ok("{'op':'pres','action':'count','channel':'room'}").get("n").asInt();
  }

  private static ChannelRule withoutPresence(String pattern) {
    ChannelRule rule = ChannelRule.DEFAULT;
    return new ChannelRule(
        ChannelPattern.of(pattern),
        rule.history(),
        new ChannelRule.Presence(false, 0),
        rule.publishers(),
        rule.publicSubscribe(),
        rule.keepLast(),
        rule.slow());
  }
}
