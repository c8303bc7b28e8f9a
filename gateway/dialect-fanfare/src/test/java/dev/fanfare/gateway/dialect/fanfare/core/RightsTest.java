package dev.fanfare.gateway.dialect.fanfare.core;

import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.fromTheStart;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.withKey;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.withToken;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.gateway;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.ChannelRule.Publishers;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Operation;
import dev.fanfare.testkit.DelayedStore;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.ShiftingStore;
import dev.fanfare.testkit.TestGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a connection may do, and how that changes while it is open. */
class RightsTest {
  private final ManualClock clock = new ManualClock();
  private final DelayedStore store = new DelayedStore(new ShiftingStore(clock, 9));
  private final TestGateway.World world =
      new TestGateway.World(
          42,
          new MemoryBus(),
          clock,
          store,
          app(1)
              .with(rule("servers:*", Publishers.SERVERS, false))
              .with(rule("closed:*", Publishers.NOBODY, false))
              .with(rule("open:*", Publishers.ANYONE, true))
              .with(rule("private-open", Publishers.ANYONE, true))
              .app());
  private final TestGateway one = gateway(world);
  private final TestGateway two = gateway(world);
  private final Tokens tokens = new Tokens(clock, "a");

  @AfterEach
  void noFrameIsLeft() {
    assertThat(one.framesAlive() + two.framesAlive()).isZero();
  }

  @Test
  void withoutACapabilityNothingIsDone() {
    NativeClient eve = withToken(one, tokens.with("'cap':{'lobby':['history']}"));

    assertThat(eve.refused("{'op':'sub','channel':'lobby'}")).isEqualTo(40300);
    assertThat(eve.refused("{'op':'pub','channel':'lobby','data':1}")).isEqualTo(40300);
    assertThat(eve.refused("{'op':'hist','channel':'room'}")).isEqualTo(40300);
    assertThat(eve.ok("{'op':'hist','channel':'lobby'}").get("messages")).isEmpty();
  }

  @Test
  void aRefreshWithAnotherClientIdIsRefusedAndChangesNothing() {
    NativeClient alice = withToken(one, tokens.of("alice"));
    alice.joins("room");

    assertThat(alice.refused("{'op':'auth','token':'" + tokens.of("bob") + "'}")).isEqualTo(40302);
    assertThat(alice.refused("{'op':'auth','token':'" + tokens.with("") + "'}")).isEqualTo(40302);
    alice.publishes("room", "still here");
    assertThat(alice.pushes()).isEqualTo(fromTheStart("still here"));
  }

  @Test
  void aRefreshWithABadTokenIsRefusedAndChangesNothing() {
    NativeClient alice = withToken(one, tokens.of("alice"));

    assertThat(alice.refused("{'op':'auth','token':'" + tokens.of("alice") + "x'}"))
        .isEqualTo(40100);
    assertThat(alice.closedWith()).isZero();
    assertThat(alice.publishes("room", "x")).isEqualTo(1);
  }

  @Test
  void aRefreshWithNarrowerRightsEndsWhatTheyDoNotCover() {
    NativeClient alice = withToken(one, tokens.of("alice"));
    NativeClient bob = withKey(two, "a");
    alice.joins("room");
    alice.joins("lobby");
    alice.ok("{'op':'pres','action':'enter','channel':'room'}");
    alice.ok("{'op':'pres','action':'enter','channel':'lobby'}");
    clock.advance(Duration.ofSeconds(2));
    alice.pushes();
    alice.ok(
        "{'op':'auth','token':'"
            + tokens.with("'sub':'alice','cap':{'lobby':['subscribe','presence']}")
            + "'}");
    bob.publishes("room", "not for alice");
    bob.publishes("lobby", "for alice");

    assertThat(alice.pushes()).containsExactly("unsub room 40300", "msg 2 \"for alice\"");
    assertThat(bob.ok("{'op':'pres','action':'count','channel':'room'}").get("n").asInt()).isZero();
    assertThat(bob.ok("{'op':'pres','action':'count','channel':'lobby'}").get("n").asInt())
        .isEqualTo(1);
    assertThat(alice.refused("{'op':'pub','channel':'lobby','data':1}")).isEqualTo(40300);
  }

  @Test
  void aRefreshWithWiderRightsOpensWhatTheyCover() {
    NativeClient alice = withToken(one, tokens.with("'sub':'alice','cap':{'lobby':['subscribe']}"));
    assertThat(alice.refused("{'op':'sub','channel':'room'}")).isEqualTo(40300);
    alice.ok("{'op':'auth','token':'" + tokens.of("alice") + "'}");

    alice.joins("room");
  }

  @Test
  void aSubscriptionThatLosesItsRightBeforeItIsAnsweredIsRefusedForThat() {
    NativeClient alice = withToken(one, tokens.of("alice"));
    store.holdAnswers(asked -> asked instanceof LogQuery);
    long joining = alice.sends("{'op':'sub','channel':'room'}");
    alice.ok(
        "{'op':'auth','token':'"
            + tokens.with("'sub':'alice','cap':{'nothing':['history']}")
            + "'}");
    store.recover();
    store.answerAll();
    clock.settle();

    assertThat(alice.reply(joining).get("err").get("code").asInt()).isEqualTo(40300);
    assertThat(alice.pushes()).isEmpty();
    assertThat(one.core().channels().size()).isZero();
  }

  @Test
  void aTokenIsWarnedOfHalfAMinuteBeforeItExpiresAndThenItsConnectionIsClosed() {
    NativeClient alice = withToken(one, tokens.lasting(Duration.ofMinutes(2), "'sub':'alice'"));
    clock.advance(Duration.ofSeconds(89));
    assertThat(alice.pushes()).isEmpty();
    clock.advance(Duration.ofSeconds(2));
    assertThat(alice.pushes()).containsExactly("auth 30000");
    clock.advance(Duration.ofSeconds(28));
    assertThat(alice.closedWith()).isZero();
    clock.advance(Duration.ofSeconds(2));

    assertThat(alice.pushes()).containsExactly("bye 40101");
    assertThat(alice.closedWith()).isEqualTo(4401);
  }

  @Test
  void aRefreshedTokenLivesOnAndIsWarnedOfAnew() {
    NativeClient alice = withToken(one, tokens.lasting(Duration.ofMinutes(2), "'sub':'alice'"));
    clock.advance(Duration.ofSeconds(95));
    assertThat(alice.pushes()).containsExactly("auth 30000");
    String fresh = tokens.lasting(Duration.ofMinutes(2), "'sub':'alice'");
    JsonNode refreshed = alice.ok("{'op':'auth','token':'" + fresh + "'}");
    assertThat(refreshed.get("expiresAtMs").asLong())
        .isGreaterThan(clock.wallMicros() / 1_000 + 119_000);
    clock.advance(Duration.ofSeconds(60));
    assertThat(alice.pushes()).isEmpty();
    clock.advance(Duration.ofSeconds(35));
    assertThat(alice.pushes()).containsExactly("auth 30000");
    clock.advance(Duration.ofSeconds(30));

    assertThat(alice.closedWith()).isEqualTo(4401);
  }

  @Test
  void aChannelTokenOpensItsChannelUntilItExpires() {
    NativeClient alice = withToken(one, tokens.with("'sub':'alice','cap':{'nothing':['history']}"));
    String ticket =
        tokens.lasting(
            Duration.ofMinutes(1), "'sub':'alice','chan':'vip','ops':['subscribe','publish']");
    assertThat(alice.refused("{'op':'sub','channel':'vip'}")).isEqualTo(40300);
    assertThat(alice.refused("{'op':'sub','channel':'other','token':'" + ticket + "'}"))
        .isEqualTo(40300);
    alice.joins("vip", "'token':'" + ticket + "'");
    alice.publishes("vip", "x");
    assertThat(alice.pushes()).isEqualTo(fromTheStart("x"));
    clock.advance(Duration.ofSeconds(61));

    assertThat(alice.pushes()).containsExactly("unsub vip 40300");
    assertThat(alice.refused("{'op':'pub','channel':'vip','data':1}")).isEqualTo(40300);
    assertThat(alice.closedWith()).isZero();
  }

  @Test
  void aChannelTokenIsForItsClientOnly() {
    NativeClient alice = withToken(one, tokens.with("'sub':'alice','cap':{'nothing':['history']}"));

    assertThat(
            alice.refused(
                "{'op':'sub','channel':'vip','token':'"
                    + tokens.with("'sub':'bob','chan':'vip'")
                    + "'}"))
        .isEqualTo(40302);
  }

  @Test
  void aChannelTokenOutlivesARefreshOfTheConnectionsToken() {
    NativeClient alice = withToken(one, tokens.with("'sub':'alice','cap':{'nothing':['history']}"));
    alice.joins("vip", "'token':'" + tokens.with("'sub':'alice','chan':'vip'") + "'");
    alice.ok(
        "{'op':'auth','token':'"
            + tokens.with("'sub':'alice','cap':{'nothing':['history']}")
            + "'}");
    withKey(two, "a").publishes("vip", "x");

    assertThat(alice.pushes()).isEqualTo(fromTheStart("x"));
  }

  @Test
  void whoeverLeavesAChannelThatATokenOpenedLeavesItsPresenceToo() {
    NativeClient alice = withToken(one, tokens.with("'sub':'alice','cap':{'nothing':['history']}"));
    NativeClient bob = withKey(two, "a");
    alice.joins(
        "vip",
        "'token':'"
            + tokens.with("'sub':'alice','chan':'vip','ops':['subscribe','presence']")
            + "'");
    alice.ok("{'op':'pres','action':'enter','channel':'vip'}");
    assertThat(bob.ok("{'op':'pres','action':'count','channel':'vip'}").get("n").asInt())
        .isEqualTo(1);
    alice.ok("{'op':'unsub','channel':'vip'}");

    assertThat(bob.ok("{'op':'pres','action':'count','channel':'vip'}").get("n").asInt()).isZero();
    assertThat(alice.refused("{'op':'sub','channel':'vip'}")).isEqualTo(40300);
  }

  @Test
  void aRevokedKeyClosesItsConnectionsOnEveryGateway() {
    NativeClient alice = withKey(one, "a");
    NativeClient bob = withToken(two, tokens.of("bob"));
    alice.joins("room");
    world.directory().put(app(2).revoked().app());
    clock.settle();

    assertThat(alice.pushes()).containsExactly("bye 40103");
    assertThat(bob.pushes()).containsExactly("bye 40103");
    assertThat(List.of(alice.closedWith(), bob.closedWith())).containsOnly(4401);
    assertThat(request(one, "a", "GET", "/v1/channels", "")).startsWith("401");
  }

  @Test
  void aDisabledAppClosesItsConnections() {
    NativeClient alice = withKey(one, "a");
    world.directory().put(app(2).disabled().app());
    clock.settle();

    assertThat(alice.closedWith()).isEqualTo(4401);
    assertThat(NativeClient.stranger(one).refused(hello())).isEqualTo(40100);
  }

  @Test
  void aRemovedAppClosesItsConnections() {
    NativeClient alice = withKey(one, "a");
    world.directory().remove(app(1).app().id());
    clock.settle();

    assertThat(alice.closedWith()).isEqualTo(4401);
  }

  @Test
  void narrowerRightsOfAKeyReachOpenConnections() {
    NativeClient alice = withKey(one, "a");
    alice.joins("room");
    alice.joins("lobby");
    world
        .directory()
        .put(
            app(2)
                .allowing(
                    new Capabilities(
                        Map.of(
                            ChannelPattern.of("lobby"),
                            EnumSet.of(Operation.SUBSCRIBE, Operation.PUBLISH))))
                .app());
    clock.settle();

    assertThat(alice.pushes()).containsExactly("unsub room 40300");
    assertThat(alice.refused("{'op':'pub','channel':'room','data':1}")).isEqualTo(40300);
    alice.publishes("lobby", "x");
  }

  @Test
  void aRuleThatNoLongerOpensAChannelEndsThoseWhoHadNoOtherRight() {
    NativeClient guest = withToken(one, tokens.with("'cap':{'nothing':['history']}"));
    guest.joins("open:square");
    world.directory().put(app(2).app());
    clock.settle();

    assertThat(guest.pushes()).containsExactly("unsub open:square 40300");
  }

  @Test
  void anOlderSnapshotChangesNothing() {
    NativeClient alice = withKey(one, "a");
    world.directory().put(app(5).app());
    assertThat(world.directory().put(app(4).revoked().app())).isFalse();
    clock.settle();

    assertThat(alice.closedWith()).isZero();
  }

  @Test
  void aRuleMayOpenChannelsForThoseWithoutARightButNotThoseWhoseNameDemandsOne() {
    NativeClient guest = withToken(one, tokens.with("'cap':{'nothing':['history']}"));
    guest.joins("open:square");

    assertThat(guest.refused("{'op':'sub','channel':'private-open'}")).isEqualTo(40300);
    assertThat(guest.refused("{'op':'sub','channel':'room'}")).isEqualTo(40300);
    assertThat(guest.refused("{'op':'pub','channel':'open:square','data':1}")).isEqualTo(40300);
    withKey(two, "a").publishes("open:square", "hear ye");
    assertThat(guest.pushes()).isEqualTo(fromTheStart("hear ye"));
  }

  @Test
  void aRuleMayLetServersAloneOrNobodyPublish() {
    NativeClient alice = withKey(one, "a");
    alice.joins("servers:news");

    assertThat(alice.refused("{'op':'pub','channel':'servers:news','data':1}")).isEqualTo(40300);
    assertThat(alice.refused("{'op':'pub','channel':'closed:news','data':1}")).isEqualTo(40300);
    assertThat(request(two, "a", "POST", "/v1/channels/servers:news/messages", "{\"data\":\"x\"}"))
        .startsWith("201");
    assertThat(request(two, "a", "POST", "/v1/channels/closed:news/messages", "{\"data\":\"x\"}"))
        .startsWith("403");
    assertThat(alice.pushes()).isEqualTo(fromTheStart("x"));
  }

  @Test
  void internalChannelsAreClosedForEveryKeyButForMessagesToUsers() {
    NativeClient alice = withKey(one, "a");

    assertThat(alice.refused("{'op':'sub','channel':'#user:bob'}")).isIn(40300, 40010);
    assertThat(alice.refused("{'op':'pub','channel':'#other:bob','data':1}")).isIn(40300, 40010);
  }

  private static String hello() {
    return "{'op':'hello','v':1,'key':'key-a:" + NativeClients.SECRET + "'}";
  }

  private static AppMaker app(long version) {
    return new AppMaker(NativeClients.app("a", version, Limits.DEFAULT));
  }

  private static ChannelRule rule(String pattern, Publishers publishers, boolean open) {
    ChannelRule usual = ChannelRule.DEFAULT;
    return new ChannelRule(
        ChannelPattern.of(pattern),
        usual.history(),
        usual.presence(),
        publishers,
        open,
        usual.keepLast(),
        usual.slow());
  }

  /** Changes one thing of an app after the other. */
  private record AppMaker(App app) {
    AppMaker with(ChannelRule rule) {
      List<ChannelRule> rules = new ArrayList<>(app.rules());
      rules.add(rule);
      return with(app.enabled(), app.credentials(), rules);
    }

    AppMaker disabled() {
      return with(false, app.credentials(), app.rules());
    }

    AppMaker revoked() {
      return with(app.enabled(), List.of(credential(Capabilities.ALL, true)), app.rules());
    }

    AppMaker allowing(Capabilities capabilities) {
      return with(app.enabled(), List.of(credential(capabilities, false)), app.rules());
    }

    private static App.Credential credential(Capabilities capabilities, boolean revoked) {
      return new App.SigningSecret(
          new KeyId("key-a"), NativeClients.SECRET.getBytes(UTF_8), capabilities, true, revoked);
    }

    private AppMaker with(
        boolean enabled, List<App.Credential> credentials, List<ChannelRule> rules) {
      return new AppMaker(
          new App(
              app.id(),
              app.version(),
              app.name(),
              enabled,
              app.limits(),
              credentials,
              rules,
              app.origins()));
    }
  }
}
