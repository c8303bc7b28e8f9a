package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.port.UsageSink;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.UsageCell;
import dev.fanfare.testkit.Racing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every {@link UsageSink} promises: whatever is repeated, late or out of order, the count is
 * the truth.
 */
public abstract class UsageSinkContract {
  private static final long MINUTE = 29_000_000;

  private final AppId app = new AppId("t-" + UUID.randomUUID());

  /** The sink, the same one during a test. */
  protected abstract UsageSink sink();

  /** What the sink knows of an app in a minute: a cell for each process, in any order. */
  protected abstract List<UsageCell> cells(AppId ofApp, long minute);

  @Test
  void aCellIsKept() {
    UsageCell cell = new UsageCell(1, app, MINUTE, 10, 1_000, 50, 5_000, 3);

    await(sink().put(List.of(cell)));

    knows(MINUTE, cell);
  }

  @Test
  void anEmptyPutChangesNothing() {
    await(sink().put(List.of()));

    assertThat(cells(app, MINUTE)).isEmpty();
  }

  @Test
  void ofEachCountTheGreatestIsKept() {
    await(sink().put(List.of(new UsageCell(1, app, MINUTE, 10, 1_000, 50, 5_000, 3))));
    await(sink().put(List.of(new UsageCell(1, app, MINUTE, 9, 1_100, 49, 5_001, 4))));

    knows(MINUTE, new UsageCell(1, app, MINUTE, 10, 1_100, 50, 5_001, 4));
  }

  @Test
  void repeatedAndShuffledPutsNeverOverCount() {
    List<UsageCell> puts = new ArrayList<>();
    for (long count = 1; count <= 60; count++) {
      UsageCell cell =
          new UsageCell(1, app, MINUTE, count, count * 10, count * 2, count * 20, (int) count % 7);
      puts.add(cell);
      puts.add(cell);
    }
    Collections.shuffle(puts, new Random(1));

    puts.forEach(cell -> await(sink().put(List.of(cell))));
    await(sink().put(puts));

    knows(MINUTE, new UsageCell(1, app, MINUTE, 60, 600, 120, 1_200, 6));
  }

  @Test
  void racingPutsNeverLoseTheGreatest() {
    Racing.race(
        8,
        thread -> {
          for (int i = 1; i <= 50; i++) {
            long count = (i * 7919L + thread * 104729L) % 1_000;
            await(sink().put(List.of(cell(1, MINUTE, count), cell(2, MINUTE, i))));
          }
          await(sink().put(List.of(cell(1, MINUTE, 1_000 + thread))));
          return thread;
        });

    knows(MINUTE, cell(1, MINUTE, 1_007), cell(2, MINUTE, 50));
  }

  @Test
  void processesMinutesAndAppsAreCellsOfTheirOwn() {
    AppId otherApp = new AppId(app.text() + "1");
    UsageCell foreign = new UsageCell(1, otherApp, MINUTE, 99, 99, 99, 99, 99);

    await(
        sink()
            .put(
                List.of(
                    cell(1, MINUTE, 1),
                    cell(2, MINUTE, 2),
                    cell(-1, MINUTE, 3),
                    cell(1, MINUTE + 1, 4),
                    foreign)));

    knows(MINUTE, cell(1, MINUTE, 1), cell(2, MINUTE, 2), cell(-1, MINUTE, 3));
    knows(MINUTE + 1, cell(1, MINUTE + 1, 4));
    assertThat(cells(otherApp, MINUTE)).containsExactly(foreign);
    assertThat(cells(app, MINUTE - 1)).isEmpty();
  }

  @Test
  void countsMayBeHuge() {
    UsageCell huge =
        new UsageCell(
            Long.MIN_VALUE,
            app,
            MINUTE,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            0,
            1L << 53,
            Integer.MAX_VALUE);

    await(sink().put(List.of(huge)));

    knows(MINUTE, huge);
  }

  private UsageCell cell(long boot, long minute, long count) {
    return new UsageCell(boot, app, minute, count, count, count, count, 1);
  }

  private void knows(long minute, UsageCell... expected) {
    until(
        "the sink knows " + expected.length + " cells",
        () -> cells(app, minute).size() >= expected.length);
    assertThat(cells(app, minute)).containsExactlyInAnyOrder(expected);
  }
}
