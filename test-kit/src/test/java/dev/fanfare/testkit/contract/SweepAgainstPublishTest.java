package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.LIMIT;
import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryChannelStore;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.testkit.ManualClock;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The moment in which a log is swept away while somebody who has already found it is about to
 * write.
 */
class SweepAgainstPublishTest {
  private final ManualClock clock = new ManualClock();
  private final Thread publisher = new Thread(() -> news().publish("in the very moment"));
  private boolean publishWhileSweeping;
  private final MemoryChannelStore store =
      new MemoryChannelStore(new TimeOfTheSweeper(), new SecureRandom(), 10);

  @Test
  void whatIsPublishedThenIsNotLost() throws InterruptedException {
    news().occupy(1, 1);
    news().occupy(1, 0);
    store.sweep();
    clock.advance(Duration.ofMinutes(11));

    publishWhileSweeping = true;
    store.sweep();
    publisher.join(LIMIT);

    assertThat(news().texts()).containsExactly("in the very moment");
    assertThat(store.logs()).isEqualTo(1);
  }

  private StoredChannel news() {
    ChannelKey key = new ChannelKey(new AppId("1"), new ChannelName("news"));
    return new StoredChannel(store, key, StoredChannel.DEFAULT_BOUNDS);
  }

  /**
   * The store asks for the time while it holds a log: just then the other one comes and has to wait
   * for it.
   */
  private final class TimeOfTheSweeper implements Time {
    @Override
    public long wallMicros() {
      if (publishWhileSweeping) {
        publishWhileSweeping = false;
        publisher.start();
        until("the publisher waits", () -> publisher.getState() == Thread.State.BLOCKED);
      }
      return clock.wallMicros();
    }

    @Override
    public long monotonicNanos() {
      return clock.monotonicNanos();
    }
  }
}
