package dev.fanfare.testkit.contract;

import dev.fanfare.gateway.limits.LocalAllowance;
import dev.fanfare.gateway.port.Allowance;
import dev.fanfare.testkit.ManualClock;
import java.time.Duration;

class LocalAllowanceTest extends AllowanceContract {
  private final ManualClock clock = new ManualClock();
  private final LocalAllowance allowance = new LocalAllowance(clock);

  @Override
  protected Allowance allowance() {
    return allowance;
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
  }
}
