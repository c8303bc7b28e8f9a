package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.LIMIT;
import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.awaitFailure;
import static dev.fanfare.testkit.Patience.until;
import static dev.fanfare.testkit.contract.Entries.message;
import static dev.fanfare.testkit.contract.Entries.messages;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MemoryBusTest extends BusContract {
  private static final ChannelKey NEWS = new ChannelKey(new AppId("1"), new ChannelName("news"));

  private final MemoryBus bus = new MemoryBus();

  @Override
  public Bus bus() {
    return bus;
  }

  @Override
  public Bus otherBus() {
    return bus;
  }

  @Test
  void itDeliversBeforePublishReturns() {
    List<Entry> heard = new ArrayList<>();
    await(bus.follow(NEWS, heard::add));

    bus.publish(NEWS, messages(1, 3));

    assertThat(heard).isEqualTo(messages(1, 3));
  }

  @Test
  void channelsThatNobodyFollowsAreForgotten() {
    List<Subscription> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(await(bus.follow(new ChannelKey(new AppId("1"), new ChannelName("c" + i)), e -> {})));
    }
    assertThat(bus.followedChannels()).isEqualTo(100);

    all.forEach(Subscription::close);

    assertThat(bus.followedChannels()).isZero();
  }

  @Test
  void aFollowerThatClosesWhileItIsCalledIsForgottenToo() {
    List<Subscription> own = new ArrayList<>();
    own.add(await(bus.follow(NEWS, entry -> own.get(0).close())));

    bus.publish(NEWS, messages(1, 2));

    assertThat(bus.followedChannels()).isZero();
  }

  @Test
  void aFollowerThatAnotherOneClosesIsNotCalledAfterwards() {
    List<Subscription> second = new ArrayList<>();
    List<Entry> heard = new ArrayList<>();
    await(bus.follow(NEWS, entry -> second.get(0).close()));
    second.add(await(bus.follow(NEWS, heard::add)));

    bus.publish(NEWS, messages(1, 1));

    assertThat(heard).isEmpty();
  }

  @Test
  void whoFollowsAnewWhileItsOldCallIsUnderWayIsCalledWhenThatIsOver() throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<Long> heard = new CopyOnWriteArrayList<>();
    Consumer<Entry> listener =
        entry -> {
          reached.countDown();
          awaitLatch(goOn);
          heard.add(entry.offset());
        };
    Subscription old = await(bus.follow(NEWS, listener));
    Thread slow = Thread.ofPlatform().start(() -> bus.publish(NEWS, messages(1, 1)));
    awaitLatch(reached);
    old.close();
    await(bus.follow(NEWS, listener));

    Thread other = Thread.ofPlatform().start(() -> bus.publish(NEWS, messages(2, 2)));
    other.join(LIMIT);
    assertThat(heard).isEmpty();
    goOn.countDown();
    slow.join(LIMIT);

    assertThat(heard).containsExactly(1L, 2L);
  }

  @Test
  void whenTooMuchWaitsForAFollowerPublishFailsInsteadOfQueueingWithoutABound()
      throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger heard = new AtomicInteger();
    await(
        bus.follow(
            NEWS,
            entry -> {
              if (heard.incrementAndGet() == 1) {
                reached.countDown();
                awaitLatch(goOn);
              }
            }));
    Thread slow = Thread.ofPlatform().start(() -> bus.publish(NEWS, messages(1, 1)));
    awaitLatch(reached);

    Entry megabyte = message(1, 2, Draft.of(Payload.binary(new byte[1 << 20])));
    int taken = 0;
    while (taken < 100 && bus.publish(NEWS, List.of(megabyte)).succeeded()) {
      taken++;
    }
    assertThat(taken).isEqualTo(7);
    assertThat(awaitFailure(bus.publish(NEWS, List.of(megabyte)))).hasMessageContaining("Too much");

    goOn.countDown();
    slow.join(LIMIT);
    until("all that was taken is heard", () -> heard.get() == 8);
    assertThat(bus.publish(NEWS, List.of(megabyte)).succeeded()).isTrue();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
