package dev.fanfare.gateway.dialect.fanfare.core;

import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.at;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.withKey;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.withToken;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.app;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.gateway;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.backend.memory.MemoryChannelStore;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.testkit.DelayedStore;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.ManualLoop;
import dev.fanfare.testkit.TestGateway;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The moments between a subscribe and its answer, and after it. */
class SubscribingTest {
  private final ManualClock clock = new ManualClock();
  private final DelayedStore store =
      new DelayedStore(new MemoryChannelStore(clock, new Random(1), 1_000));
  private final TestGateway.World world =
      new TestGateway.World(42, new MemoryBus(), clock, store, app("a"));
  private final TestGateway one = gateway(world);
  private final TestGateway two = gateway(world);

  @AfterEach
  void noFrameIsLeft() {
    assertThat(one.framesAlive() + two.framesAlive()).isZero();
  }

  @Test
  void whoeverIsSubscribedAlreadyIsToldSo() {
    NativeClient alice = withKey(one, "a");
    alice.joins("room");
    alice.publishes("room", "x");

    assertThat(alice.refused("{'op':'sub','channel':'room','last':10}")).isEqualTo(40900);
    alice.publishes("room", "y");
    assertThat(alice.pushes()).containsExactly("epoch 0", "msg 1 \"x\"", "msg 2 \"y\"");
  }

  @Test
  void aChannelThatWasLeftCanBeJoinedAgain() {
    NativeClient alice = withKey(one, "a");
    JsonNode joined = alice.joins("room");
    alice.publishes("room", "x");
    alice.ok("{'op':'unsub','channel':'room'}");
    alice.publishes("room", "y");
    alice.joins("room", at(joined));

    assertThat(alice.pushes())
        .containsExactly(
            "epoch 0", "msg 1 \"x\"", "epoch 0", "msg 1 \"x\"", "msg 2 \"y\"", "live 2");
  }

  @Test
  void afterTheAnswerToAnUnsubscribeNothingOfTheChannelComes() {
    NativeClient alice = withKey(one, "a");
    NativeClient bob = withKey(two, "a");
    alice.joins("room");
    bob.posts("{'op':'pub','channel':'room','data':'x'}");
    alice.everything();
    long leaving = alice.sends("{'op':'unsub','channel':'room'}");
    bob.publishes("room", "y");
    List<String> everything = alice.everything();

    assertThat(everything.get(everything.size() - 1)).isEqualTo("ok " + leaving);
  }

  @Test
  void unsubscribingFromWhatIsNotFollowedChangesNothing() {
    NativeClient alice = withKey(one, "a");

    assertThat(alice.ok("{'op':'unsub','channel':'room'}")).isEmpty();
  }

  @Test
  void whoeverUnsubscribesBeforeTheAnswerIsAnsweredBothAndHearsNothing() {
    NativeClient alice = withKey(one, "a");
    store.holdAnswers(asked -> asked instanceof LogQuery);
    long joining = alice.sends("{'op':'sub','channel':'room'}");
    long leaving = alice.sends("{'op':'unsub','channel':'room'}");
    store.recover();
    store.answerAll();
    clock.settle();
    withKey(two, "a").publishes("room", "x");

    assertThat(alice.reply(joining).get("err").get("code").asInt()).isEqualTo(40900);
    assertThat(alice.reply(leaving).has("ok")).isTrue();
    assertThat(alice.pushes()).isEmpty();
    assertThat(one.core().channels().size()).isZero();
  }

  @Test
  void whoeverUnsubscribesInTheMiddleOfAReplayHearsNoMoreOfIt() {
    NativeClient bob = withKey(two, "a");
    for (int i = 0; i < 150; i++) {
      bob.publishes("room", "m");
      clock.advance(Duration.ofMillis(20));
    }
    NativeClient alice = withKey(one, "a");
    store.holdAnswers(asked -> asked instanceof LogQuery.After);
    alice.joins("room", "'last':150");
    store.answerOne();
    clock.settle();
    assertThat(alice.pushes()).hasSize(100);
    alice.ok("{'op':'unsub','channel':'room'}");
    store.recover();
    store.answerAll();
    clock.settle();

    assertThat(alice.pushes()).isEmpty();
    assertThat(one.core().channels().size()).isZero();
  }

  @Test
  void whenTheStoreIsAwayASubscribeIsRefusedAndCanBeTriedAgain() {
    NativeClient alice = withKey(one, "a");
    store.fail(asked -> asked instanceof LogQuery);
    JsonNode refusal = alice.refusal("{'op':'sub','channel':'room'}");
    assertThat(refusal.get("code").asInt()).isEqualTo(50300);
    assertThat(refusal.get("retryAfterMs").asLong()).isPositive();
    store.recover();

    alice.joins("room");
  }

  @Test
  void whenTheStoreDoesNotAnswerAPublishItsOutcomeIsUnknownAndARetryTells() {
    NativeClient alice = withKey(one, "a");
    alice.joins("room");
    store.holdAnswers(asked -> asked instanceof LogChange.Append);
    long publishing = alice.sends("{'op':'pub','channel':'room','data':'x','id':'1'}");
    store.failOne();
    clock.settle();
    assertThat(alice.reply(publishing).get("err").get("code").asInt()).isEqualTo(50400);
    store.recover();
    JsonNode again = alice.ok("{'op':'pub','channel':'room','data':'x','id':'1'}");

    assertThat(again.get("repeated").asBoolean()).isTrue();
    assertThat(again.get("o").asLong()).isEqualTo(1);
  }

  @Test
  void whatWasStoredWithoutAnAnswerReachesItsSubscribersByTheHeads() {
    MemoryChannelStore memory = new MemoryChannelStore(clock, new Random(1), 1_000);
    DelayedStore far = new DelayedStore(memory);
    TestGateway.World other = new TestGateway.World(42, new MemoryBus(), clock, far, app("a"));
    TestGateway gateway = gateway(other);
    NativeClient alice = withKey(gateway, "a");
    alice.joins("room");
    far.holdAnswers(asked -> asked instanceof LogChange.Append);
    alice.sends("{'op':'pub','channel':'room','data':'x'}");
    far.failOne();
    far.recover();
    clock.settle();
    assertThat(alice.pushes()).isEmpty();
    memory.tick();
    clock.advance(Duration.ofSeconds(1));

    assertThat(alice.pushes()).containsExactly("epoch 0", "msg 1 \"x\"");
  }

  @Test
  void anAnswerThatComesAfterItsConnectionIsGoneHurtsNobody() {
    NativeClient alice = withKey(one, "a");
    NativeClient bob = withKey(two, "a");
    bob.joins("room");
    store.holdAnswers(asked -> true);
    alice.sends("{'op':'pub','channel':'room','data':'x'}");
    alice.sends("{'op':'sub','channel':'other','presence':'full'}");
    alice.sends("{'op':'hist','channel':'room'}");
    alice.sends("{'op':'pres','action':'enter','channel':'room','client':'alice'}");
    alice.connection().leaves();
    store.recover();
    store.answerAll();
    clock.advance(Duration.ofSeconds(2));

    assertThat(bob.pushes()).containsExactly("epoch 0", "msg 1 \"x\"", "skip 3");
    assertThat(one.core().channels().size()).isZero();
    assertThat(one.core().sessions().size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",'last':3",
        ",'presence':'full'",
        ",'presence':'count'",
        ",'presence':'full','last':2"
      })
  void whateverIsPublishedBetweenTheStepsOfASubscribeComesOnceAndInOrder(String how) {
    for (int step = 0; step < 40; step++) {
      NativeClient publisher = withKey(two, "a");
      String channel = "room " + how.length() + " " + step;
      publisher.publishes(channel, "1");
      publisher.publishes(channel, "2");
      clock.settle();
      NativeClient alice = withKey(one, "a");
      store.holdAnswers(asked -> asked instanceof LogQuery);
      long joining = alice.posts("{'op':'sub','channel':'" + channel + "'" + how + "}");
      stepByStep(step);
      publisher.posts("{'op':'pub','channel':'" + channel + "','data':'3'}");
      stepByStep(3);
      publisher.posts("{'op':'pub','channel':'" + channel + "','data':'4'}");
      store.recover();
      store.answerAll();
      clock.advance(Duration.ofSeconds(1));
      store.answerAll();
      clock.advance(Duration.ofSeconds(1));

      Follower follower = new Follower();
      follower.joined(alice.reply(joining).get("ok"));
      alice.pushNodes().forEach(follower::hears);
      assertThat(follower.offset()).as("after %s steps", step).isEqualTo(4);
      assertThat(follower.skipped()).isEmpty();
      alice.connection().leaves();
      publisher.connection().leaves();
    }
  }

  @Test
  void aConnectionIsDisconnectedByItsIdOnWhateverGateway() {
    NativeClient alice = NativeClient.stranger(one);
    String id =
        alice
            .ok("{'op':'hello','v':1,'key':'key-a:" + NativeClients.SECRET + "'}")
            .get("connection")
            .asText();
    NativeClient bob = withKey(one, "a");
    request(two, "a", "POST", "/v1/connections/" + id + "/disconnect", "{\"reason\":\"enough\"}");

    assertThat(alice.pushes()).containsExactly("bye 40303");
    assertThat(alice.closedWith()).isEqualTo(4403);
    assertThat(bob.closedWith()).isZero();
  }

  @Test
  void aClientIsDisconnectedWhereverItIs() {
    Tokens tokens = new Tokens(clock, "a");
    List<NativeClient> alices =
        Stream.of(one, one, two).map(gateway -> withToken(gateway, tokens.of("alice"))).toList();
    NativeClient bob = withToken(one, tokens.of("bob"));
    assertThat(request(one, "a", "POST", "/v1/clients/alice/disconnect", "")).startsWith("200");

    assertThat(alices).allMatch(alice -> alice.closedWith() == 4403);
    assertThat(bob.closedWith()).isZero();
  }

  @Test
  void nobodyDisconnectsAnotherAppsConnections() {
    world.directory().put(app("b"));
    Tokens tokens = new Tokens(clock, "a");
    NativeClient alice = NativeClient.stranger(one);
    String id =
        alice
            .ok("{'op':'hello','v':1,'token':'" + tokens.of("alice") + "'}")
            .get("connection")
            .asText();
    request(two, "b", "POST", "/v1/connections/" + id + "/disconnect", "");
    request(two, "b", "POST", "/v1/clients/alice/disconnect", "");

    assertThat(alice.closedWith()).isZero();
  }

  private void stepByStep(int steps) {
    List<ManualLoop> loops =
        Stream.of(one, two).flatMap(gateway -> gateway.loops().stream()).toList();
    for (int i = 0; i < steps; i++) {
      boolean ran = loops.stream().anyMatch(ManualLoop::runOne);
      if (!ran) {
        store.answerOne();
      }
    }
  }
}
