package dev.fanfare.gateway.dialect.fanfare.core;

import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.at;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.inShortSubscribed;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.withKey;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.app;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.gateway;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.ShiftingStore;
import dev.fanfare.testkit.TestGateway;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store whose members come and go: the same line under a new epoch, or an explicit reset. */
class EpochsTest {
  private final ManualClock clock = new ManualClock();
  private final ShiftingStore store = new ShiftingStore(clock, 7);
  private final TestGateway.World world =
      new TestGateway.World(42, new MemoryBus(), clock, store, app("a"));
  private final TestGateway one = gateway(world);
  private final TestGateway two = gateway(world);
  private final NativeClient alice = withKey(one, "a");
  private final NativeClient bob = withKey(two, "a");

  @AfterEach
  void noFrameIsLeft() {
    assertThat(one.framesAlive() + two.framesAlive()).isZero();
  }

  @Test
  void aNewOwnerGoesOnUnderANewEpochWithoutAHole() {
    alice.joins("room");
    bob.joins("room");
    alice.publishes("room", "x");
    store.changeOwner();
    alice.publishes("room", "y");
    clock.advance(Duration.ofSeconds(1));

    List<String> heard = List.of("epoch 0", "msg 1 \"x\"", "epoch 1", "msg 2 \"y\"");
    assertThat(alice.pushes()).isEqualTo(heard);
    assertThat(bob.pushes()).isEqualTo(heard);
  }

  @Test
  void theNewEpochIsToldWithItsNameSoThatAClientCanResumeInIt() {
    alice.joins("room");
    alice.publishes("room", "x");
    store.changeOwner();
    JsonNode second = alice.ok("{'op':'pub','channel':'room','data':'y'}");
    clock.advance(Duration.ofSeconds(1));
    JsonNode epoch =
        alice.pushNodes().stream()
            .filter(push -> push.get("p").asText().equals("epoch") && push.get("o").asLong() == 1)
            .findFirst()
            .orElseThrow();

    assertThat(epoch.get("e")).isEqualTo(second.get("e"));
    assertThat(inShortSubscribed(bob.joins("room", at(second)))).isEqualTo("full 2");
  }

  @Test
  void aResumeAcrossAnEpochIsFullAndNamesItOnTheWay() {
    JsonNode first = alice.ok("{'op':'pub','channel':'room','data':'x'}");
    store.changeOwner();
    alice.publishes("room", "y");
    store.changeOwner();
    alice.publishes("room", "z");

    assertThat(inShortSubscribed(bob.joins("room", at(first)))).isEqualTo("full 1");
    assertThat(bob.pushes())
        .containsExactly("epoch 1", "msg 2 \"y\"", "epoch 2", "msg 3 \"z\"", "live 3");
  }

  @Test
  void aStoreThatLostEverythingResetsThoseWhoFollowAndThoseWhoComeBack() {
    alice.joins("room");
    JsonNode before = alice.ok("{'op':'pub','channel':'room','data':'x'}");
    alice.publishes("room", "y");
    store.loseAll();
    alice.publishes("room", "new");
    clock.advance(Duration.ofSeconds(1));
    alice.publishes("room", "newer");

    assertThat(alice.pushes())
        .containsExactly("epoch 0", "msg 1 \"x\"", "msg 2 \"y\"", "reset 1", "msg 2 \"newer\"");
    assertThat(inShortSubscribed(bob.joins("room", at(before)))).isEqualTo("reset 2");
  }

  @Test
  void aStoreThatWentBackResetsWhoeverKnewMoreThanItHas() {
    alice.joins("room");
    alice.publishes("room", "x");
    store.backUp();
    JsonNode lost = alice.ok("{'op':'pub','channel':'room','data':'lost'}");
    store.goBack();
    bob.publishes("room", "other");
    clock.advance(Duration.ofSeconds(1));
    store.tick();
    clock.advance(Duration.ofSeconds(1));

    assertThat(alice.pushes())
        .containsExactly("epoch 0", "msg 1 \"x\"", "msg 2 \"lost\"", "reset 2");
    assertThat(inShortSubscribed(bob.joins("room", at(lost)))).isEqualTo("reset 2");
  }

  @Test
  void whoeverFollowedWithoutKnowingWhatWasLostGoesOnWithoutAReset() {
    bob.joins("room");
    alice.publishes("room", "x");
    store.backUp();
    store.goBack();
    alice.publishes("room", "y");
    clock.advance(Duration.ofSeconds(1));

    assertThat(bob.pushes()).containsExactly("epoch 0", "msg 1 \"x\"", "epoch 1", "msg 2 \"y\"");
  }

  @Test
  void aGapAndTheNewEpochAfterItAreBothNamed() {
    JsonNode first = alice.ok("{'op':'pub','channel':'room','data':'1'}");
    alice.publishes("room", "2");
    clock.advance(Duration.ofMinutes(3));
    store.changeOwner();
    alice.publishes("room", "3");
    JsonNode joined = bob.joins("room", at(first));

    assertThat(inShortSubscribed(joined)).isEqualTo("gap 2-2 at 2");
    assertThat(bob.pushes()).containsExactly("epoch 2", "msg 3 \"3\"", "live 3");
  }

  @Test
  void hiddenPresenceBeforeANewEpochHidesNeitherTheEpochNorTheMessage() {
    alice.joins("room", "'slow':'pull'");
    alice.publishes("room", "x");
    bob.ok("{'op':'pres','action':'enter','channel':'room','client':'bob'}");
    store.changeOwner();
    alice.publishes("room", "y");
    clock.advance(Duration.ofSeconds(2));

    assertThat(alice.pushes())
        .containsExactly("epoch 0", "msg 1 \"x\"", "skip 2", "epoch 2", "msg 3 \"y\"");
  }
}
