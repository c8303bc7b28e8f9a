package dev.fanfare.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryChannelStore;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.link.FactSource;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.testkit.ManualClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryFactSourceTest extends FactSourceContract {
  private final ManualClock clock = new ManualClock();
  private final MemoryChannelStore store =
      new MemoryChannelStore(clock, new SecureRandom(), 100_000);

  @Override
  protected ChannelStore store() {
    return store;
  }

  @Override
  protected FactSource facts() {
    return store.facts();
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
  }

  @Test
  void allChannelsOfAnAppTogetherMayHaveTenThousandFactsWaiting() {
    for (int i = 0; i < 10_100; i++) {
      channel("room:" + i % 50).enter("client " + i, "c", "data");
    }

    assertThat(facts().stock()).isEqualTo(new FactSource.Stock(10_000, 100));
  }

  @Test
  void acknowledgingMakesNoLog() {
    facts().acknowledge(Map.of(channel("nowhere").key(), 7L));

    assertThat(store.logs()).isZero();
  }

  private StoredChannel channel(String name) {
    return new StoredChannel(
        store, new ChannelKey(new AppId("1"), new ChannelName(name)), StoredChannel.DEFAULT_BOUNDS);
  }
}
