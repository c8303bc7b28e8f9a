package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemorySpentTickets;
import dev.fanfare.gateway.port.SpentTickets;
import dev.fanfare.gateway.port.SpentTickets.Spending;
import dev.fanfare.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class MemorySpentTicketsTest extends SpentTicketsContract {
  private final ManualClock clock = new ManualClock();
  private final MemorySpentTickets list = new MemorySpentTickets(clock, 100);

  @Override
  protected SpentTickets list() {
    return list;
  }

  @Override
  protected Instant soon() {
    return Instant.EPOCH.plus(clock.wallMicros(), ChronoUnit.MICROS).plusSeconds(60);
  }

  @Test
  void aFullListKnowsNothingUntilTheOldestAreVoid() {
    for (int i = 0; i < 100; i++) {
      assertThat(await(list.spend("t" + i, soon()))).isEqualTo(Spending.FIRST);
    }

    assertThat(await(list.spend("one more", soon()))).isEqualTo(Spending.FULL);
    assertThat(await(list.spend("t5", soon()))).isEqualTo(Spending.AGAIN);
    clock.advance(Duration.ofSeconds(60));
    assertThat(await(list.spend("one more", soon()))).isEqualTo(Spending.FIRST);
  }
}
