package dev.fanfare.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.LogChange.PresentReply.Changed;
import dev.fanfare.gateway.log.LogQuery.History;
import dev.fanfare.gateway.log.LogQuery.HistoryReply;
import dev.fanfare.gateway.log.LogQuery.Resolve;
import dev.fanfare.gateway.log.LogQuery.Status;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Trimming, resuming and pages, held against {@link NaiveLog}. */
class LogAgainstOracleTest {

  @Property(tries = 150)
  void itKeepsAndLosesWhatTheOracleDoes(@ForAll long seed) {
    Run run = new Run(new Random(seed));
    for (int i = 0; i < 40; i++) {
      run.change();
      run.compare();
    }
  }

  private static final class Run {
    private final Random random;
    private final LogOnTheBench bench = new LogOnTheBench();
    private final NaiveLog naive;

    Run(Random random) {
      this.random = random;
      bench.bounds =
          new Bounds(
              random.nextInt(12),
              50 + random.nextInt(800),
              Duration.ofSeconds(1 + random.nextInt(60)),
              random.nextInt(4),
              0,
              false,
              10);
      naive = new NaiveLog(bench.bounds);
    }

    void change() {
      // never at the same moment: the oracle tells the order of changes by their times
      bench.advance(Duration.ofMillis(1 + random.nextInt(random.nextInt(5) == 0 ? 20_000 : 100)));
      switch (random.nextInt(10)) {
        case 0 -> bench.writer = 1L + random.nextInt(2);
        case 1 -> {
          bench.apply(new LogChange.Sweep());
          changed();
        }
        case 2, 3 -> {
          if (bench.enter("c" + random.nextInt(3), "d" + random.nextInt(2))
              instanceof Changed(Entry entry)) {
            naive.presence(entry, now());
          }
          changed();
        }
        default -> {
          naive.message(bench.publish(draft()).entry().orElseThrow(), now());
          changed();
        }
      }
    }

    void compare() {
      Position from = naive.place(random.nextInt(naive.places()));
      long lost = naive.lost(now());
      Continuity continuity =
          from.offset() < lost
              ? new Continuity.Gap(from.offset() + 1, lost)
              : new Continuity.Full();
      assertThat(bench.resume(from).continuity()).isEqualTo(continuity);
      assertThat(bench.after(from).continuity()).isEqualTo(continuity);
      assertThat(slices(from)).isEqualTo(naive.after(from, now()));

      List<Entry> history = naive.history(now());
      assertThat(pages(Direction.FORWARDS)).isEqualTo(history);
      assertThat(pages(Direction.BACKWARDS)).isEqualTo(reversed(history));
      assertThat(bench.read(new Status()).last())
          .isEqualTo(history.stream().skip(Math.max(0, history.size() - 1)).findFirst());

      int count = random.nextInt(5);
      Position last = bench.read(new Resolve(new Start.Last(count))).position();
      long expected = naive.after(last, now()).stream().filter(history::contains).count();
      assertThat(expected).isEqualTo(Math.min(count, history.size()));
    }

    private List<Entry> slices(Position from) {
      List<Entry> entries = new ArrayList<>();
      int size = 1 + random.nextInt(5);
      Slice slice = bench.read(new LogQuery.After(from, size, 10_000));
      entries.addAll(slice.entries());
      while (slice.more()) {
        assertThat(slice.entries()).isNotEmpty();
        Position end = new Position(bench.top().epoch(), slice.endOffset());
        slice = bench.read(new LogQuery.After(end, size, 10_000));
        entries.addAll(slice.entries());
      }
      assertThat(slice.endOffset()).isEqualTo(bench.top().offset());
      return entries;
    }

    private List<Entry> pages(Direction direction) {
      List<Entry> entries = new ArrayList<>();
      int limit = 1 + random.nextInt(5);
      Optional<Position> from = Optional.empty();
      do {
        HistoryReply page = bench.read(new History(from, direction, limit));
        assertThat(page.entries().size()).isLessThanOrEqualTo(limit);
        entries.addAll(page.entries());
        from = page.next();
      } while (from.isPresent());
      return entries;
    }

    private Draft draft() {
      String text = "m".repeat(random.nextInt(60));
      return switch (random.nextInt(4)) {
        case 0 -> LogOnTheBench.expiring(text, Duration.ofMillis(random.nextInt(20_000)));
        case 1 -> LogOnTheBench.unstored(text);
        default -> LogOnTheBench.draft(text);
      };
    }

    private void changed() {
      if (!bench.delta.isNone()) {
        naive.changed(now());
      }
    }

    private long now() {
      return bench.monotonicNanos / 1_000;
    }

    private static List<Entry> reversed(List<Entry> entries) {
      List<Entry> reversed = new ArrayList<>(entries);
      java.util.Collections.reverse(reversed);
      return reversed;
    }
  }
}
