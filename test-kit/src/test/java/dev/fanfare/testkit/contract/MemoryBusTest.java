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
import dev.fanfare.testkit.Racing;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
  void followersThatComeAndGoWhileOthersPublishAreNeverCalledTwiceAtOnce() {
    AtomicBoolean inside = new AtomicBoolean();
    AtomicInteger collisions = new AtomicInteger();
    Racing.race(
        4,
        thread -> {
          for (int i = 0; i < 2_000; i++) {
            if (thread < 2) {
              bus.publish(NEWS, messages(1, 1));
            } else if (thread == 2) {
              Future<Subscription> following =
                  bus.follow(
                      NEWS,
                      entry -> {
                        if (!inside.compareAndSet(false, true)) {
                          collisions.incrementAndGet();
                        }
                        inside.set(false);
                      });
              await(following).close();
            }
          }
          return thread;
        });

    assertThat(collisions).hasValue(0);
    assertThat(bus.followedChannels()).isZero();
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
              heard.incrementAndGet();
              reached.countDown();
              awaitLatch(goOn);
            }));
    Thread slow = Thread.ofPlatform().start(() -> bus.publish(NEWS, messages(1, 1)));
    awaitLatch(reached);

    Entry megabyte = message(1, 2, Draft.of(Payload.binary(new byte[1 << 20])));
    int taken = 0;
    while (bus.publish(NEWS, List.of(megabyte)).succeeded()) {
      taken++;
    }
    assertThat(taken).isEqualTo(7);
    assertThat(awaitFailure(bus.publish(NEWS, List.of(megabyte)))).hasMessageContaining("Too much");

    goOn.countDown();
    slow.join();
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
