package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;

import dev.fanfare.gateway.backend.memory.MemoryShares;
import dev.fanfare.gateway.limits.SharedAllowance;
import dev.fanfare.gateway.port.Allowance;
import dev.fanfare.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** A gateway that lives alone gives out everything, exactly. */
class SharedAllowanceAloneTest extends AllowanceContract {
  private final ManualClock clock = new ManualClock();
  private final SharedAllowance allowance =
      new SharedAllowance(new MemoryShares(clock), () -> 7, clock);

  @BeforeEach
  void itKnowsThatItIsAlone() {
    await(allowance.exchange());
  }

  @Override
  protected Allowance allowance() {
    return allowance;
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
  }
}
