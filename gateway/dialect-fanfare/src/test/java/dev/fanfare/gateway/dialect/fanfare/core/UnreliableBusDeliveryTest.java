package dev.fanfare.gateway.dialect.fanfare.core;

import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.numbers;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.withKey;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.app;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.gateway;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.world;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.testkit.TestGateway;
import dev.fanfare.testkit.UnreliableBus;
import dev.fanfare.testkit.UnreliableBus.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bus that may lose, repeat and reorder, and clients that do not notice. */
class UnreliableBusDeliveryTest {
  private final UnreliableBus bus = new UnreliableBus(new MemoryBus(), 3);
  private final TestGateway.World world = world(bus, app("a"));
  private final TestGateway one = gateway(world);
  private final TestGateway two = gateway(world);
  private final NativeClient alice = withKey(one, "a");
  private final NativeClient bob = withKey(two, "a");

  @AfterEach
  void noFrameIsLeft() {
    assertThat(one.framesAlive() + two.framesAlive()).isZero();
  }

  @Test
  void whatTheBusLosesComesFromTheStore() {
    bob.joins("room");
    bus.suffer(new Faults(0.5, 0, 0, 0));
    publish(1, 80);
    one.advance(Duration.ofSeconds(2));

    assertThat(heard()).isEqualTo(numbers(1, 80));
  }

  @Test
  void whatTheBusLosesLastIsFoundWithoutAnotherMessage() {
    bob.joins("room");
    publish(1, 1);
    one.advance(Duration.ofSeconds(1));
    assertThat(heard()).isEqualTo(numbers(1, 1));
    bus.suffer(new Faults(1, 0, 0, 0));
    publish(2, 2);
    one.settle();
    assertThat(heard()).isEmpty();
    one.advance(Duration.ofSeconds(1));
    one.advance(Duration.ofSeconds(1));

    assertThat(heard()).isEqualTo(numbers(2, 2));
  }

  @Test
  void whatTheBusRepeatsAndReordersIsHeardOnceAndInOrder() {
    bob.joins("room");
    bus.suffer(new Faults(0, 0.5, 0.5, 5));
    publish(1, 80);
    bus.release();
    one.advance(Duration.ofSeconds(2));

    assertThat(heard()).isEqualTo(numbers(1, 80));
  }

  @Test
  void aPublisherHearsItselfWhateverTheBusDoes() {
    alice.joins("room");
    bus.cut();
    publish(1, 3);

    assertThat(alice.pushes().stream().filter(it -> it.startsWith("msg"))).isEqualTo(numbers(1, 3));
  }

  @Test
  void aBusThatWasAwayForAWhileCostsDelayAndNothingElse() {
    bob.joins("room");
    bus.cut();
    publish(1, 80);
    one.advance(Duration.ofSeconds(1));
    bus.reconnect();
    publish(81, 90);
    one.advance(Duration.ofSeconds(2));

    assertThat(heard()).isEqualTo(numbers(1, 90));
  }

  @Test
  void whoeverSubscribesWhileTheBusIsDeafIsServedByTheStore() {
    publish(1, 5);
    bus.suffer(new Faults(1, 0, 0, 0));
    bob.joins("room", "'last':3");
    publish(6, 8);
    one.advance(Duration.ofSeconds(1));
    one.advance(Duration.ofSeconds(1));

    assertThat(heard()).isEqualTo(numbers(3, 8));
  }

  private void publish(int from, int to) {
    for (int i = from; i <= to; i++) {
      alice.publishes("room", "" + i);
    }
  }

  private List<String> heard() {
    List<String> pushes = new ArrayList<>(bob.pushes());
    pushes.removeIf(push -> push.startsWith("epoch") || push.startsWith("live"));
    return pushes;
  }
}
