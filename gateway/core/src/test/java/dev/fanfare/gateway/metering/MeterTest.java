package dev.fanfare.gateway.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.port.ManualTime;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.UsageCell;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MeterTest {
  private static final long BOOT = 42;
  private static final AppId A = new AppId("1001");
  private static final AppId B = new AppId("2002");

  private final ManualTime time = new ManualTime();
  private final Meter meter = new Meter(BOOT, time, 2);
  private final long minute = time.wallMicros() / 60_000_000;

  @Test
  void countsWhatEachAppDoes() {
    meter.published(A, 2, 100);
    meter.published(A, 1, 50);
    meter.delivered(A, 30, 9_000);
    meter.published(B, 1, 1);

    assertThat(meter.drain())
        .containsExactlyInAnyOrder(
            new UsageCell(BOOT, A, minute, 3, 150, 30, 9_000, 0),
            new UsageCell(BOOT, B, minute, 1, 1, 0, 0, 0));
  }

  @Test
  void onlyWhatChangedIsDrainedAndWithItsWholeCount() {
    meter.published(A, 1, 10);
    meter.published(B, 1, 10);
    meter.drain();
    assertThat(meter.drain()).isEmpty();

    meter.published(A, 1, 10);

    assertThat(meter.drain()).containsExactly(new UsageCell(BOOT, A, minute, 2, 20, 0, 0, 0));
  }

  @Test
  void aNewMinuteIsANewCellAndTheOldOneIsNotForgotten() {
    meter.published(A, 1, 10);
    meter.drain();
    meter.published(A, 1, 10);
    time.advance(Duration.ofMinutes(1));
    meter.published(A, 5, 50);

    assertThat(meter.drain())
        .containsExactly(
            new UsageCell(BOOT, A, minute, 2, 20, 0, 0, 0),
            new UsageCell(BOOT, A, minute + 1, 5, 50, 0, 0, 0));
  }

  @Test
  void thePeakIsTheMostThatWereOpenAtOnce() {
    meter.connectionOpened(A);
    meter.connectionOpened(A);
    meter.connectionClosed(A);
    meter.connectionOpened(A);
    meter.connectionClosed(A);

    assertThat(meter.drain()).containsExactly(new UsageCell(BOOT, A, minute, 0, 0, 0, 0, 2));
  }

  @Test
  void connectionsThatStayOpenCountInEveryMinute() {
    meter.connectionOpened(A);
    meter.drain();
    for (int i = 1; i <= 5; i++) {
      time.advance(Duration.ofMinutes(1));
      assertThat(meter.drain()).containsExactly(new UsageCell(BOOT, A, minute + i, 0, 0, 0, 0, 1));
    }

    meter.connectionClosed(A);
    time.advance(Duration.ofMinutes(1));
    assertThat(meter.drain()).isEmpty();
  }

  @Test
  void aCloseWithoutAnOpenChangesNothing() {
    meter.connectionClosed(A);
    meter.published(A, 1, 1);
    meter.connectionClosed(A);
    meter.connectionOpened(A);

    assertThat(meter.drain()).containsExactly(new UsageCell(BOOT, A, minute, 1, 1, 0, 0, 1));
  }

  @Test
  void aMinuteIsNeverBegunAgainWhenTheClockGoesBack() {
    meter.published(A, 7, 70);
    meter.drain();

    time.jumpWall(Duration.ofHours(-1));
    meter.published(A, 1, 10);
    meter.published(B, 1, 10);

    assertThat(meter.drain())
        .containsExactlyInAnyOrder(
            new UsageCell(BOOT, A, minute, 8, 80, 0, 0, 0),
            new UsageCell(BOOT, B, minute, 1, 10, 0, 0, 0));
  }

  @Test
  void idleAppsAreForgottenAndMakeRoom() {
    meter.published(A, 1, 1);
    meter.published(B, 1, 1);
    meter.published(new AppId("3003"), 1, 1);
    assertThat(meter.uncounted()).isEqualTo(1);
    drainEverySecondForMinutes(4);

    meter.published(new AppId("3003"), 1, 1);
    meter.published(A, 1, 1);

    assertThat(meter.drain()).hasSize(2);
    assertThat(meter.uncounted()).isEqualTo(1);
  }

  @Test
  void appsWithOpenConnectionsAreNotForgotten() {
    meter.connectionOpened(A);
    drainEverySecondForMinutes(4);

    meter.connectionOpened(A);

    assertThat(meter.drain()).extracting(UsageCell::connectionsPeak).containsExactly(2);
  }

  @Test
  void nothingIsLostOrCountedTwiceWhileAppsComeAndGo() throws Exception {
    int threads = 3;
    int rounds = 30_000;
    AtomicBoolean counting = new AtomicBoolean(true);
    Map<Long, UsageCell> ledger = new HashMap<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads + 1)) {
      List<? extends Future<?>> counters =
          IntStream.range(0, threads)
              .mapToObj(
                  thread ->
                      executor.submit(
                          () -> {
                            for (int i = 0; i < rounds; i++) {
                              meter.published(A, 1, 3);
                              meter.delivered(A, 2, 5);
                            }
                          }))
              .toList();
      Future<?> drainer =
          executor.submit(
              () -> {
                while (counting.get()) {
                  time.advance(Duration.ofSeconds(47));
                  merge(ledger, meter.drain());
                }
              });
      for (Future<?> counter : counters) {
        counter.get();
      }
      counting.set(false);
      drainer.get();
    }
    merge(ledger, meter.drain());

    long messages = (long) threads * rounds;
    assertThat(ledger.values().stream().mapToLong(UsageCell::published).sum()).isEqualTo(messages);
    assertThat(ledger.values().stream().mapToLong(UsageCell::publishedBytes).sum())
        .isEqualTo(3 * messages);
    assertThat(ledger.values().stream().mapToLong(UsageCell::delivered).sum())
        .isEqualTo(2 * messages);
    assertThat(ledger.values().stream().mapToLong(UsageCell::deliveredBytes).sum())
        .isEqualTo(5 * messages);
  }

  private void drainEverySecondForMinutes(int minutes) {
    for (int second = 0; second < minutes * 60; second++) {
      meter.drain();
      time.advance(Duration.ofSeconds(1));
    }
  }

  /** What a ledger does: the greatest of each count is the truth. */
  private static void merge(Map<Long, UsageCell> ledger, List<UsageCell> cells) {
    for (UsageCell cell : cells) {
      ledger.merge(
          cell.minute(),
          cell,
          (one, other) ->
              new UsageCell(
                  BOOT,
                  A,
                  one.minute(),
                  Math.max(one.published(), other.published()),
                  Math.max(one.publishedBytes(), other.publishedBytes()),
                  Math.max(one.delivered(), other.delivered()),
                  Math.max(one.deliveredBytes(), other.deliveredBytes()),
                  Math.max(one.connectionsPeak(), other.connectionsPeak())));
    }
  }
}
