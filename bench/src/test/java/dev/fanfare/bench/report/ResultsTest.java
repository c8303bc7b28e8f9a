package dev.fanfare.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.bench.load.BenchFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  private static final String PAGE =
      """
      # Benchmarks
      <!-- results: ./fanfare bench --report writes from here -->
      old
      <!-- to here -->
      The end.
      """;

  @Test
  void aMedianStandsBetweenItsEnds() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3, 3));
    assertThat(Spread.of(List.of(4.0, 1.0))).isEqualTo(new Spread(2.5, 1, 4, 2));
  }

  @Test
  void ratiosAreTakenRoundByRound() {
    Results results =
        results(false)
            .with(sample("fanfare", 1, 200))
            .with(sample("ws", 1, 100))
            .with(sample("fanfare", 2, 90)) // a bad minute for both
            .with(sample("ws", 2, 30))
            .with(sample("fanfare", 3, 500)); // the other one failed

    assertThat(results.ratio("fanfare", "ws", "W1-20", Figure.DELIVERIES_PER_CPU_SECOND))
        .contains(new Spread(2.5, 2, 3, 2));
  }

  @Test
  void whatIsWrittenIsRead(@TempDir Path folder) {
    Results results = results(false).with(sample("fanfare", 1, 200));

    Path file = results.write(folder);

    assertThat(Results.newest(folder, false)).contains(file);
    assertThat(Results.read(file)).isEqualTo(results);
  }

  @Test
  void partsAddUpAndWhatIsMeasuredAgainStandsAnew() {
    Results before = results(false).with(sample("fanfare", 1, 200)).with(sample("nchan", 1, 150));
    Results again = results(false).after(before).with(sample("fanfare", 1, 220));

    assertThat(again.samples()).containsExactly(sample("nchan", 1, 150), sample("fanfare", 1, 220));
    assertThatThrownBy(() -> results(true).after(before)).hasMessageContaining("--more");
  }

  @Test
  void thePageKeepsItsTextAndShowsTheNewTable(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("benchmarks.md"), PAGE);
    Results results =
        results(false).with(sample("fanfare", 1, 200_000)).with(sample("ws", 1, 100_000));

    new Page(file).write(results);
    new Page(file).write(results);

    assertThat(Files.readString(file))
        .startsWith("# Benchmarks")
        .endsWith("The end.\n")
        .contains("| fanfare |")
        .containsPattern("W1-20 deliveries per CPU-second \\| +2.00 \\|")
        .doesNotContain("old");
  }

  @Test
  void publishesOverHttpHaveATableOfTheirOwn() {
    Map<Figure, Double> figures =
        Map.of(Figure.EVENTS_PER_CPU_SECOND, 61_000.0, Figure.P99_MS, 4.5, Figure.NOT_OK, 3.0);
    Sample sample = new Sample("fanfare", "W1-20", 1, figures, List.of());

    assertThat(new Table(results(false).with(sample)).markdown())
        .contains("answers that are not 200")
        .containsPattern("fanfare \\| +61,000 \\|.* 4.50 \\| +3.00 \\|")
        .doesNotContain("deliveries per CPU-second");
  }

  @Test
  void aClusterHasItsOwnPlaceOnThePage(@TempDir Path folder) throws Exception {
    String place = "<!-- results: ./fanfare bench --cluster --report writes from here -->";
    Path file =
        Files.writeString(folder.resolve("benchmarks.md"), PAGE + place + "\n\n<!-- to here -->\n");
    Results cluster =
        new Results(
            "2026-01-01T00:00:01Z",
            "abc",
            false,
            Map.of(),
            Map.of(Results.CLUSTER, "3 members"),
            Map.of("fanfare", "1", "redis", "7"),
            Map.of("append", "appends", "hop", "hops", "kill-member", "a kill"),
            List.of(
                clusterSample("fanfare", "append", Figure.CPU_MICROS_PER_APPEND, 68.5),
                clusterSample("fanfare", "hop", Figure.HOPS_PER_SECOND, 999),
                clusterSample("redis", "hop", Figure.HOPS_PER_SECOND, 1_000),
                clusterSample("fanfare", "kill-member", Figure.LONGEST_STALL_SECONDS, 1.5)));
    Path newest = cluster.write(folder);
    results(false).write(folder);

    assertThat(Results.newest(folder, true)).contains(newest);
    assertThat(Results.newest(folder, false).orElseThrow()).isNotEqualTo(newest);
    new Page(file).write(Results.read(newest));
    assertThat(Files.readString(file))
        .contains("old")
        .containsPattern("CPU µs per append[^~]*fanfare \\| +68.5 \\|")
        .containsPattern("redis +\\| +1,000 \\|")
        .containsPattern("longest publish s[^~]*fanfare \\| +1.50 \\|");
  }

  private static Sample clusterSample(
      String contender, String workload, Figure figure, double value) {
    return new Sample(contender, workload, 1, Map.of(figure, value), List.of());
  }

  @Test
  void aQuickRunIsNotPublished(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("benchmarks.md"), PAGE);

    assertThatThrownBy(() -> new Page(file).write(results(true)))
        .isInstanceOf(BenchFailure.class)
        .hasMessageContaining("--quick");
    assertThat(Files.readString(file)).isEqualTo(PAGE);
  }

  private static Results results(boolean smoke) {
    return new Results(
        "2026-01-01T00:00:00Z",
        "abc",
        smoke,
        Map.of("cores", "2"),
        Map.of("rounds", "3"),
        Map.of("fanfare", "1", "ws", "8"),
        Map.of("W1-20", "one channel"),
        List.of());
  }

  private static Sample sample(String contender, int round, double perCpuSecond) {
    return new Sample(
        contender,
        "W1-20",
        round,
        Map.of(Figure.DELIVERIES_PER_CPU_SECOND, perCpuSecond),
        List.of());
  }
}
