package dev.fanfare.bench;

import dev.fanfare.bench.cluster.Site;
import dev.fanfare.bench.contender.Contenders;
import dev.fanfare.bench.contender.Workshop;
import dev.fanfare.bench.load.BenchFailure;
import dev.fanfare.bench.load.Generator;
import dev.fanfare.bench.measure.Machine;
import dev.fanfare.bench.report.Figure;
import dev.fanfare.bench.report.Results;
import dev.fanfare.bench.report.Sample;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Rounds over a whole cluster, a fresh one for each. What was measured is written after every
 * sample, so that a run may be ended at any time.
 */
final class ClusterRun {
  static final String OURS = "fanfare";
  static final String REDIS = "redis";

  private static final Site.Tenant TENANT =
      new Site.Tenant("1001", "bench", "a-secret-that-only-benchmarks-use-0123456789");

  private final Workshop workshop;
  private final List<ClusterWorkload> workloads;
  private final ClusterStage.Scale scale;
  private final int rounds;
  private final PrintStream out;

  ClusterRun(
      Workshop workshop,
      List<ClusterWorkload> workloads,
      ClusterStage.Scale scale,
      int rounds,
      PrintStream out) {
    this.workshop = workshop;
    this.workloads = List.copyOf(workloads);
    this.scale = scale;
    this.rounds = rounds;
    this.out = out;
  }

  /**
   * Measures everything.
   *
   * @param before what it adds to
   */
  Results all(Optional<Results> before) {
    Results fresh = begin();
    Results results = before.map(fresh::after).orElse(fresh);
    try (Generator generator = new Generator()) {
      for (int round = 1; round <= rounds; round++) {
        out.printf("%na cluster, round %d of %d%n", round, rounds);
        results = round(generator, round, results);
      }
    }
    return results;
  }

  private Results begin() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put(OURS, Contenders.named(OURS).prepare(workshop));
    if (workloads.contains(ClusterWorkload.HOP)) {
      versions.put(REDIS, Workshop.version("redis-server", "--version"));
    }
    versions.forEach((name, version) -> out.println(name + ": " + version));
    Map<String, String> descriptions = new LinkedHashMap<>();
    workloads.forEach(one -> descriptions.put(one.title(), one.description()));
    Map<String, String> method = new LinkedHashMap<>();
    method.put(Results.CLUSTER, "3 gateways, 3 members, 1 synchronous backup, Redis");
    method.put("rounds", Integer.toString(rounds));
    method.put("warmUpSeconds", Long.toString(scale.warmUp().toSeconds()));
    method.put("windowSeconds", Long.toString(scale.window().toSeconds()));
    return new Results(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        Run.commit(workshop.root()),
        scale.equals(ClusterStage.Scale.QUICK),
        Machine.describe(),
        method,
        versions,
        descriptions,
        List.of());
  }

  private Results round(Generator generator, int round, Results before) {
    Results results = before;
    try (Site site = Site.open(workshop, TENANT)) {
      ClusterStage stage = new ClusterStage(generator, site, TENANT, scale);
      for (ClusterWorkload workload : workloads) {
        try {
          for (Map.Entry<String, Stage.Shown> shown : stage.show(workload).entrySet()) {
            results = record(shown.getKey(), workload, round, results, shown.getValue());
          }
        } catch (BenchFailure failed) {
          results = failed(workload.title(), round, results, failed);
        }
      }
    } catch (BenchFailure failed) {
      results = failed("start", round, results, failed);
    }
    return results;
  }

  private Results record(
      String contender, ClusterWorkload workload, int round, Results before, Stage.Shown shown) {
    Sample sample =
        new Sample(contender, workload.title(), round, shown.figures(), shown.remarks());
    StringBuilder line = new StringBuilder();
    for (Figure figure : Figure.values()) {
      sample
          .figure(figure)
          .ifPresent(
              value ->
                  line.append(String.format(Locale.ROOT, "  %s %,.2f", figure.title(), value)));
    }
    out.printf("  %-8s %-13s%s%n", contender, workload.title(), line);
    sample.remarks().forEach(remark -> out.println("    " + remark));
    return keep(before.with(sample));
  }

  private Results failed(String workload, int round, Results before, BenchFailure failure) {
    String why = String.valueOf(failure.getMessage());
    out.printf("  %-22s failed: %s%n", workload, why);
    return keep(before.with(new Sample(OURS, workload, round, Map.of(), List.of(why))));
  }

  private Results keep(Results results) {
    results.write(workshop.root().resolve("bench/results"));
    return results;
  }
}
