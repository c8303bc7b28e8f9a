package dev.fanfare.gateway.dialect.fanfare.core;

import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.withKey;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.app;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.gateway;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.limits;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.world;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.limits.Turns;
import dev.fanfare.testkit.ManualLoop;
import dev.fanfare.testkit.TestGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two tenants on one loop: what one does costs the other a share of a turn, and no more. */
class FairnessTest {
  private static final String PUBLISH = "{'op':'pub','channel':'room','data':'m'}";

  private final TestGateway.World world = world(app("loud", 1, limits(100, 4 << 20)), app("quiet"));
  private final TestGateway gateway = gateway(world);
  private final ManualLoop loop = gateway.loops().get(0);
  private final NativeClient loud = onTheLoop("loud");
  private final NativeClient quiet = onTheLoop("quiet");

  @BeforeEach
  void theQuietOneListens() {
    quiet.joins("room");
    quiet.publishes("room", "first"); // with it the channel's epoch is known
    gateway.advance(Duration.ofSeconds(1));
    quiet.pushes();
  }

  @AfterEach
  void noFrameIsLeft() {
    assertThat(gateway.framesAlive()).isZero();
  }

  @Test
  void whoeverSendsTwentyTimesWhatItMayIsHeardAShareInEachTurn() {
    List<Long> sent = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      sent.add(loud.posts(PUBLISH));
    }
    long other = quiet.posts(PUBLISH);
    loop.runTurn();

    assertThat(quiet.maybeReply(other)).isPresent();
    assertThat(quiet.pushes()).containsExactly("msg 2 \"m\"");
    assertThat(answered(loud, sent)).isLessThanOrEqualTo(Turns.SHARE / 2);
    for (int turn = 0; turn < 5; turn++) {
      long next = quiet.posts(PUBLISH);
      long before = answered(loud, sent);
      loop.runTurn();
      assertThat(quiet.maybeReply(next)).isPresent();
      assertThat(answered(loud, sent) - before).isLessThanOrEqualTo(Turns.SHARE / 2);
    }
    gateway.settle();

    assertThat(answered(loud, sent)).isEqualTo(2_000);
  }

  @Test
  void whoeverIsRefusedForItsSpeedIsHeardLessOften() {
    for (int i = 0; i < 200; i++) {
      loud.publishes("room", "m"); // all that it may at once
    }
    List<Long> sent = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      sent.add(loud.posts(PUBLISH));
    }
    loop.runTurn();
    long before = answered(loud, sent);
    loop.runTurn();

    assertThat(answered(loud, sent) - before).isBetween(1L, (long) Turns.SHARE / 16);
    gateway.settle();
    assertThat(answered(loud, sent)).isEqualTo(1_000);
  }

  @Test
  void whoeverIsRefusedForItsSpeedIsReadAgainALittleLater() {
    for (int i = 0; i < 200; i++) {
      loud.publishes("room", "m"); // all that it may at once
    }
    assertThat(loud.connection().outlet().isHeard()).isTrue();

    long refused = loud.posts(PUBLISH);
    long readAlready = loud.posts("{'op':'ping'}");
    gateway.settle();

    assertThat(answered(loud, List.of(refused, readAlready))).isEqualTo(2);
    assertThat(loud.connection().outlet().isHeard()).isFalse();
    gateway.advance(Duration.ofMillis(5));
    assertThat(loud.connection().outlet().isHeard()).isTrue();
    assertThat(quiet.connection().outlet().isHeard()).isTrue();
  }

  @Test
  void whatWaitsIsHandledInItsOrderAndItsSocketIsReadAgain() {
    for (int i = 0; i < 1_000; i++) {
      loud.posts("{'op':'ping'}");
    }
    assertThat(loud.connection().outlet().isHeard()).isFalse();
    gateway.settle();

    assertThat(loud.connection().outlet().isHeard()).isTrue();
    List<String> answers = loud.everything();
    assertThat(answers).hasSize(1_000).isSortedAccordingTo((a, b) -> number(a) - number(b));
  }

  @Test
  void whatCameBeforeTheEndOfAConnectionStillCounts() {
    long first = loud.posts(PUBLISH);
    for (int i = 0; i < 500; i++) {
      loud.posts("{'op':'ping'}");
    }
    loud.posts(PUBLISH);
    loud.connection().leaves();

    assertThat(loud.maybeReply(first)).isPresent();
    NativeClient other = withKey(gateway, "loud");
    assertThat(other.joins("room", "'last':10").get("o").asLong()).isZero();
    assertThat(other.pushes()).contains("msg 1 \"m\"", "msg 2 \"m\"");
    assertThat(gateway.core().sessions().size()).isEqualTo(2);
  }

  @Test
  void aLargeChannelIsWrittenToInTurns() {
    List<NativeClient> crowd = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      NativeClient one = onTheLoop("loud");
      one.joins("room");
      crowd.add(one);
    }
    loud.publishes("room", "first");
    gateway.advance(Duration.ofSeconds(1));
    crowd.forEach(NativeClient::pushes);
    loud.posts(PUBLISH);
    loud.posts(PUBLISH);
    loop.runTurn();
    quiet.posts(PUBLISH);
    loop.runTurn();

    assertThat(quiet.pushes()).hasSize(1);
    long written = crowd.stream().filter(one -> !one.pushes().isEmpty()).count();
    assertThat(written).isBetween(1L, 2L * Turns.SHARE);
    gateway.settle();
    long rest = crowd.stream().filter(one -> !one.pushes().isEmpty()).count();
    assertThat(written + rest).isEqualTo(700);
  }

  private NativeClient onTheLoop(String app) {
    NativeClient client = withKey(gateway, app);
    withKey(gateway, "quiet").connection().leaves(); // takes the other loop
    return client;
  }

  private static long answered(NativeClient client, List<Long> requests) {
    return requests.stream().filter(request -> client.maybeReply(request).isPresent()).count();
  }

  private static int number(String answer) {
    return Integer.parseInt(answer.substring(answer.indexOf(' ') + 1));
  }
}
