package dev.fanfare.gateway.dialect.fanfare.core;

import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.withToken;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.app;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.gateway;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.testkit.TestGateway;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of presence when a gateway dies, sleeps, or the store loses everything. */
class LeasesTest {
  private static final String ENTER =
      "{'op':'pres','action':'enter','channel':'room','data':{'mood':'good'}}";

  private final TestGateway.World world = new TestGateway.World(42, app("a"));
  private final TestGateway one = gateway(world);
  private final TestGateway two = gateway(world);
  private final Tokens tokens = new Tokens(world.clock(), "a");
  private final NativeClient alice = withToken(one, tokens.of("alice"));
  private final NativeClient bob = withToken(two, tokens.of("bob"));

  @BeforeEach
  void bothAreThere() {
    bob.joins("room", "'presence':'full'");
    alice.joins("room");
    alice.ok(ENTER);
    bob.ok("{'op':'pres','action':'enter','channel':'room'}");
    bob.pushes();
  }

  @Test
  void theGhostsOfADeadGatewayAreGoneWithinFifteenSeconds() {
    one.cutOff();
    passes(15);

    assertThat(bob.pushes()).containsExactly("pres 3 leave alice 1");
    assertThat(subscribers()).isEqualTo(1);
  }

  @Test
  void aGatewayThatLivesIsLeftInPeace() {
    passes(60);

    assertThat(bob.pushes()).isEmpty();
    assertThat(subscribers()).isEqualTo(2);
  }

  @Test
  void aShortSilenceChangesNothing() {
    one.cutOff();
    passes(5);
    one.comesBack();
    passes(30);

    assertThat(bob.pushes()).isEmpty();
    assertThat(subscribers()).isEqualTo(2);
  }

  @Test
  void whoseGatewayIsNotSureToLiveMayNotChangePresence() {
    one.cutOff();
    passes(9);
    one.comesBack();

    assertThat(alice.refused("{'op':'pres','action':'leave','channel':'room'}")).isEqualTo(50300);
  }

  @Test
  void aGatewayThatWasHeldForDeadComesBackUnderANewNameWithAllItsMembers() {
    long before = one.core().incarnation().id();
    one.cutOff();
    passes(15);
    assertThat(bob.pushes()).containsExactly("pres 3 leave alice 1");

    one.comesBack();
    passes(4);

    assertThat(one.core().incarnation().id()).isNotEqualTo(before);
    assertThat(bob.pushes()).containsExactly("pres 4 enter alice 2");
    assertThat(subscribers()).isEqualTo(2);
    passes(60);
    assertThat(bob.pushes()).isEmpty();
  }

  @Test
  void whoLeftMeanwhileDoesNotComeBackAsAGhost() {
    one.cutOff();
    passes(15);
    bob.pushes();
    alice.connection().isCutOff();
    one.comesBack();
    passes(60);

    assertThat(bob.pushes()).isEmpty();
    assertThat(subscribers()).isEqualTo(1);
  }

  @Test
  void aGatewayThatEndsInAnOrderlyWayLeavesNothingBehind() {
    one.core().close();
    passes(2);

    assertThat(bob.pushes()).containsExactly("pres 3 leave alice 1");
  }

  private int subscribers() {
    ChannelKey room = new ChannelKey(new AppId("a"), new ChannelName("room"));
    return world.store().read(room, new LogQuery.Status()).result().subscribers();
  }

  private void passes(int seconds) {
    for (int i = 0; i < seconds; i++) {
      world.clock().advance(Duration.ofSeconds(1));
      world.clock().settle();
      world.store().tick();
      world.clock().settle();
    }
  }
}
