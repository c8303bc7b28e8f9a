package dev.fanfare.testkit.contract;

import dev.fanfare.gateway.backend.memory.MemoryShares;
import dev.fanfare.gateway.port.Shares;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.testkit.ManualClock;
import java.time.Duration;

class MemorySharesTest extends SharesContract {
  private final ManualClock clock = new ManualClock();
  private final MemoryShares shares = new MemoryShares(clock);

  @Override
  protected Shares shares() {
    return shares;
  }

  @Override
  protected Time time() {
    return clock;
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
  }
}
