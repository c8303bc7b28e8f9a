package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryChannelStore;
import dev.fanfare.gateway.log.Fact;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.testkit.ManualClock;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreWithoutOutboxTest {
  private static final ChannelKey ROOM = new ChannelKey(new AppId("1"), new ChannelName("room"));

  private final MemoryChannelStore store =
      MemoryChannelStore.withoutOutbox(new ManualClock(), new SecureRandom(), 10);

  @Test
  void aSweepForgetsFactsThatNobodyWillTake() {
    await(store.apply(ROOM, new LogChange.Occupy(1, 3)));
    assertThat(facts()).isNotEmpty();

    store.sweep();

    assertThat(facts()).isEmpty();
  }

  private List<Fact> facts() {
    return await(store.apply(ROOM, new LogChange.ForgetFacts(0))).facts();
  }
}
