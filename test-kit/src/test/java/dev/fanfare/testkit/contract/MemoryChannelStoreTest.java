package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.contract.StoredChannel.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryChannelStore;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LeaseTable;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.Room;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Leases.Beat;
import dev.fanfare.gateway.port.Leases.Lease;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.link.AppFact;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Event.Why;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.Racing;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryChannelStoreTest extends ChannelStoreContract {
  private static final int MAX_LOGS = 1_000;
  private static final Duration LONGER_THAN_ANY_WINDOW = Duration.ofMinutes(11);
  private static final Duration BETWEEN_BEATS = LeaseTable.LIFE.minusSeconds(1);

  private final ManualClock clock = new ManualClock();
  private final MemoryChannelStore store =
      new MemoryChannelStore(clock, new SecureRandom(), MAX_LOGS);

  @Override
  public ChannelStore store() {
    return store;
  }

  @Override
  public void pass(Duration time) {
    clock.advance(time);
  }

  @Override
  public void tellWatchers() {
    store.tick();
  }

  @Test
  void futuresAreCompleteWhenTheMethodReturns() {
    LogChange.Append append =
        new LogChange.Append(List.of(plain("one")), StoredChannel.DEFAULT_BOUNDS);

    assertThat(store.apply(channel("news").key(), append).isComplete()).isTrue();
    assertThat(store.heads(List.of(channel("news").key())).isComplete()).isTrue();
  }

  @Test
  void aFullStoreRefusesNewChannelsAndServesTheOldOnes() {
    for (int i = 0; i < MAX_LOGS; i++) {
      channel("room:" + i).publish("hello");
    }
    StoredChannel oneMore = channel("one more");
    LogChange.Append append = new LogChange.Append(List.of(plain("no")), oneMore.bounds());

    assertThat(await(store.apply(oneMore.key(), append)))
        .isEqualTo(new LogChange.AppendReply.NoLog(Room.STORE_IS_FULL));
    assertThat(channel("room:7").publish("again")).hasSize(1);
    assertThat(store.logs()).isEqualTo(MAX_LOGS);
  }

  @Test
  void logsThatHoldNothingForAWindowAreSweptAwayAndMakeRoom() {
    for (int i = 0; i < MAX_LOGS; i++) {
      channel("room:" + i).publish("hello");
    }
    sweepForLong();

    assertThat(store.logs()).isZero();
    assertThat(channel("one more").publish("hello")).hasSize(1);
  }

  @Test
  void logsThatSomebodyNeedsAreKept() {
    channel("followed").occupy(1, 1);
    channel("inhabited").enter("ann", "c1", "data");
    Position top = channel("followed").publish("hello").get(0).position();
    sweepForLong();

    assertThat(store.logs()).isEqualTo(2);
    assertThat(channel("followed").resolve(new Start.After(top)).continuity())
        .isEqualTo(ReadPromises.FULL);

    channel("followed").occupy(1, 0);
    channel("inhabited").leave("ann", "c1");
    sweepForLong();
    assertThat(store.logs()).isZero();
  }

  @Test
  void whoReturnsToASweptLogIsToldThatItKnowsNothing() {
    Position top = channel("news").publish("hello").get(0).position();
    sweepForLong();
    Position anew = channel("news").publish("hello again").get(0).position();

    assertThat(anew.epoch()).isNotEqualTo(top.epoch());
    assertThat(channel("news").resolve(new Start.After(top)).continuity())
        .isEqualTo(new Continuity.Reset(Why.UNKNOWN_POSITION));
  }

  @Test
  void nobodyWritesIntoALogThatIsBeingSweptAway() {
    AtomicInteger atWork = new AtomicInteger(4);
    Racing.race(
        5,
        thread -> {
          if (thread == 4) {
            while (atWork.get() > 0 && !Thread.currentThread().isInterrupted()) {
              passWithGatewayAlive();
              takeAllFacts();
              store.sweep();
            }
            return true;
          }
          StoredChannel room = channel("room:" + thread);
          for (int i = 0; i < 3_000; i++) {
            room.occupy(1, 1);
            assertThat(room.status().subscribers()).isEqualTo(1);
            room.occupy(1, 0);
          }
          return atWork.decrementAndGet() >= 0;
        });

    sweepForLong();
    assertThat(store.logs()).isZero();
  }

  @Test
  void watchersHearOfEachChannelOnceATick() {
    List<Map<ChannelKey, Head>> ticks = new ArrayList<>();
    try (Subscription watching = store.watchHeads(ticks::add)) {
      assertThat(watching).isNotNull();
      channel("news").publish("1");
      channel("news").publish("2");
      channel("quiet").occupy(1, 1);
      store.tick();
      store.tick();
      channel("news").publishWithId("id", "3");
      store.tick();
      channel("news").publishWithId("id", "3");
      store.tick();

      assertThat(ticks).hasSize(2);
      assertThat(ticks.get(0)).containsOnlyKeys(channel("news").key(), channel("quiet").key());
      assertThat(ticks.get(1)).containsOnlyKeys(channel("news").key());
      assertThat(ticks.get(1).get(channel("news").key()))
          .isEqualTo(channel("news").status().head());
    }
  }

  /** A log in which facts wait is kept for their sake. */
  private void takeAllFacts() {
    List<AppFact> facts = store.facts().take(MAX_LOGS);
    while (!facts.isEmpty()) {
      facts.forEach(fact -> store.facts().acknowledge(Map.of(fact.channel(), fact.sequence())));
      facts = store.facts().take(MAX_LOGS);
    }
  }

  /** Longer than any window; the gateway that the channels name is never silent for too long. */
  private void passWithGatewayAlive() {
    Duration passed = Duration.ZERO;
    while (passed.compareTo(LONGER_THAN_ANY_WINDOW) < 0) {
      clock.advance(BETWEEN_BEATS);
      passed = passed.plus(BETWEEN_BEATS);
      assertThat(await(store.beat(new Lease(StoredChannel.gateway(app(), 1), "10.0.0.1:9"))))
          .isInstanceOf(Beat.Held.class);
    }
  }

  private void sweepForLong() {
    passWithGatewayAlive();
    takeAllFacts();
    for (int i = 0; i < 3; i++) {
      store.sweep();
      passWithGatewayAlive();
    }
    store.sweep();
    store.sweep();
  }
}
