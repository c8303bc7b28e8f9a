package dev.fanfare.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.LogChange.Append;
import dev.fanfare.gateway.log.LogChange.Occupy;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.gateway.log.LogChange.Sweep;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a channel costs, so that nobody makes it dearer without noticing. */
class MemoryTest {
  private static final int LOGS = 400;
  private static final int MEASUREMENTS = 4;

  @Test
  void aHundredMessagesOfTwoHundredBytesCostLessThanFortyFiveKilobytes() {
    assertThat(bytesOfEach(() -> busy().log)).isLessThan(45_000);
  }

  @Test
  void aChannelThatIsOnlyFollowedCostsLessThanAKilobyte() {
    assertThat(bytesOfEach(() -> followed().log)).isLessThan(1_024);
  }

  @Test
  void aChannelThatWasBusyIsSmallAgainWhenItIsIdle() {
    assertThat(bytesOfEach(MemoryTest::idle)).isLessThan(1_024);
  }

  private static LogOnTheBench busy() {
    LogOnTheBench bench = new LogOnTheBench();
    for (int i = 0; i < 100; i++) {
      Draft draft = Draft.of(Payload.binary(new byte[200]));
      bench.apply(
          new Append(
              List.of(new Submission(draft, Optional.of(new Id128(i, i * 31L)))), bench.bounds));
    }
    return bench;
  }

  private static LogOnTheBench followed() {
    LogOnTheBench bench = new LogOnTheBench();
    bench.apply(new Occupy(1, 1));
    return bench;
  }

  private static ChannelLog idle() {
    LogOnTheBench bench = busy();
    bench.advance(Duration.ofMinutes(6));
    bench.apply(new Sweep());
    return bench.log;
  }

  /** The least of some measurements: what else happens in the process only ever adds. */
  private static long bytesOfEach(Supplier<ChannelLog> made) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < MEASUREMENTS; i++) {
      least = Math.min(least, measure(made));
    }
    return least;
  }

  private static long measure(Supplier<ChannelLog> made) {
    ChannelLog[] logs = new ChannelLog[LOGS];
    long before = used();
    try {
      for (int i = 0; i < LOGS; i++) {
        logs[i] = made.get();
      }
      return (used() - before) / LOGS;
    } finally {
      Reference.reachabilityFence(logs);
    }
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
