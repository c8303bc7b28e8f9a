package dev.fanfare.bench;

import dev.fanfare.bench.contender.Contender;
import dev.fanfare.bench.contender.RunningServer;
import dev.fanfare.bench.contender.Workshop;
import dev.fanfare.bench.load.BenchFailure;
import dev.fanfare.bench.load.Generator;
import dev.fanfare.bench.measure.Machine;
import dev.fanfare.bench.report.Figure;
import dev.fanfare.bench.report.Results;
import dev.fanfare.bench.report.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Rounds over contenders: A B C, A B C, … so that what changes on the machine meets all of them
 * alike. What was measured is written after every sample, so that a run may be ended at any time.
 */
final class Run {
  private final Workshop workshop;
  private final List<Contender> contenders;
  private final List<Workload> workloads;
  private final Workload.Scale scale;
  private final int rounds;
  private final boolean pin;
  private final PrintStream out;

  Run(
      Workshop workshop,
      List<Contender> contenders,
      List<Workload> workloads,
      Workload.Scale scale,
      int rounds,
      boolean pin,
      PrintStream out) {
    this.workshop = workshop;
    this.contenders = contenders;
    this.workloads = workloads;
    this.scale = scale;
    this.rounds = rounds;
    this.pin = pin;
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
        for (Contender contender : contenders) {
          out.printf("%n%s, round %d of %d%n", contender.title(), round, rounds);
          results = fanouts(generator, contender, round, results);
          results = arrivals(generator, contender, round, results);
          results = sieges(generator, contender, round, results);
          results = specials(generator, contender, round, results);
        }
      }
    }
    return results;
  }

  private Results begin() {
    Map<String, String> versions = new LinkedHashMap<>();
    for (Contender contender : contenders) {
      out.printf("%s: ", contender.title());
      String version = contender.prepare(workshop);
      out.println(version);
      versions.put(contender.name(), version);
    }
    Map<String, String> descriptions = new LinkedHashMap<>();
    workloads.forEach(workload -> descriptions.put(workload.name(), workload.description()));
    Map<String, String> method = new LinkedHashMap<>();
    method.put("rounds", Integer.toString(rounds));
    method.put("warmUpSeconds", Long.toString(scale.warmUp().toSeconds()));
    method.put("settleSeconds", Long.toString(scale.settle().toSeconds()));
    method.put("windowSeconds", Long.toString(scale.window().toSeconds()));
    method.put("pinned", pin ? "server on the first core, generator on the last" : "no");
    return new Results(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        commit(workshop.root()),
        scale.equals(Workload.Scale.QUICK),
        Machine.describe(),
        method,
        versions,
        descriptions,
        List.of());
  }

  private Results fanouts(Generator generator, Contender contender, int round, Results before) {
    List<Workload.Fanout> fanouts =
        workloads.stream()
            .filter(Workload.Fanout.class::isInstance)
            .map(Workload.Fanout.class::cast)
            .toList();
    if (fanouts.isEmpty()) {
      return before;
    }
    Results results = before;
    try (RunningServer server = start(contender)) {
      Stage stage = new Stage(generator, contender, server, scale);
      stage.warmUp();
      for (Workload.Fanout fanout : fanouts) {
        results = record(contender, fanout, round, results, () -> stage.fanout(fanout), server);
      }
    } catch (BenchFailure failed) {
      results = failed(contender, "start", round, results, failed);
    }
    return results;
  }

  private Results arrivals(Generator generator, Contender contender, int round, Results before) {
    Results results = before;
    for (Workload workload : workloads) {
      if (workload instanceof Workload.Arrivals arrivals
          && (contender.knowsCredentials() || !arrivals.distinctCredentials())) {
        try (RunningServer server = start(contender)) { // a fresh one for each
          Stage stage = new Stage(generator, contender, server, scale);
          results =
              record(contender, arrivals, round, results, () -> stage.arrivals(arrivals), server);
        } catch (BenchFailure failed) {
          results = failed(contender, workload.name(), round, results, failed);
        }
      }
    }
    return results;
  }

  /** A fresh server for each, so that none suffers from what another left behind. */
  private Results sieges(Generator generator, Contender contender, int round, Results before) {
    Results results = before;
    for (Workload workload : workloads) {
      if (workload instanceof Workload.Siege siege) {
        try (RunningServer server = start(contender)) {
          Stage stage = new Stage(generator, contender, server, scale);
          stage.warmUp();
          Optional<Stage.Shown> shown = stage.siege(siege);
          if (shown.isPresent()) {
            results = record(contender, siege, round, results, shown::orElseThrow, server);
          }
        } catch (BenchFailure failed) {
          results = failed(contender, workload.name(), round, results, failed);
        }
      }
    }
    return results;
  }

  /** A fresh server for each: one of them ends it. */
  private Results specials(Generator generator, Contender contender, int round, Results before) {
    Results results = before;
    for (Workload workload : workloads) {
      switch (workload) {
        case Workload.SlowReaders slow -> {
          if (contender.comingBack().isPresent()) {
            results =
                onItsOwn(generator, contender, slow, round, results, s -> s.slowReaders(slow));
          }
        }
        case Workload.Drain drain ->
            results = onItsOwn(generator, contender, drain, round, results, s -> s.drain(drain));
        case Workload.HttpPublishes posts -> {
          if (contender.posts().isPresent()) {
            results =
                onItsOwn(generator, contender, posts, round, results, s -> s.httpPublishes(posts));
          }
        }
        case Workload.Fanout fanout -> {}
        case Workload.Arrivals arrivals -> {}
        case Workload.Siege siege -> {}
      }
    }
    return results;
  }

  private Results onItsOwn(
      Generator generator,
      Contender contender,
      Workload workload,
      int round,
      Results before,
      Function<Stage, Stage.Shown> measuring) {
    try (RunningServer server = start(contender)) {
      Stage stage = new Stage(generator, contender, server, scale);
      stage.warmUp();
      return record(contender, workload, round, before, () -> measuring.apply(stage), server);
    } catch (BenchFailure failed) {
      return failed(contender, workload.name(), round, before, failed);
    }
  }

  private RunningServer start(Contender contender) {
    return RunningServer.start(
        contender, workshop, pin ? List.of("taskset", "-c", "0") : List.of());
  }

  private interface Measuring {
    Stage.Shown show();
  }

  private Results record(
      Contender contender,
      Workload workload,
      int round,
      Results before,
      Measuring measuring,
      RunningServer server) {
    Stage.Shown shown;
    try {
      shown = measuring.show();
    } catch (BenchFailure failed) {
      String words = server.isAlive() ? "" : "\nIt has ended. " + server.lastWords();
      return failed(
          contender, workload.name(), round, before, new BenchFailure(failed.getMessage() + words));
    }
    Sample sample =
        new Sample(contender.name(), workload.name(), round, shown.figures(), shown.remarks());
    out.printf("  %-16s %s%n", workload.name(), line(sample));
    sample.remarks().forEach(remark -> out.println("    " + remark));
    return keep(before.with(sample));
  }

  private Results failed(
      Contender contender, String workload, int round, Results before, BenchFailure failure) {
    String why = String.valueOf(failure.getMessage());
    out.printf("  %-16s failed: %s%n", workload, why);
    return keep(before.with(new Sample(contender.name(), workload, round, Map.of(), List.of(why))));
  }

  private Results keep(Results results) {
    results.write(workshop.root().resolve("bench/results"));
    return results;
  }

  private static String line(Sample sample) {
    Optional<Double> perCpuSecond = sample.figure(Figure.DELIVERIES_PER_CPU_SECOND);
    if (perCpuSecond.isPresent()) {
      return String.format(
          Locale.ROOT,
          "%,9.0f deliveries per CPU-s  p50 %7.2f ms  p99 %7.2f ms  CPU %4.1f s server, %4.1f s"
              + " generator, %4.1f s others  lost %,.0f repeated %,.0f late %,.0f",
          perCpuSecond.get(),
          value(sample, Figure.P50_MS),
          value(sample, Figure.P99_MS),
          value(sample, Figure.SERVER_CPU_SECONDS),
          value(sample, Figure.GENERATOR_CPU_SECONDS),
          value(sample, Figure.OTHERS_CPU_SECONDS),
          value(sample, Figure.LOST),
          value(sample, Figure.REPEATED),
          value(sample, Figure.LATE));
    }
    if (sample.figure(Figure.DRAIN_SECONDS).isPresent()) {
      return String.format(
          Locale.ROOT,
          "%.2f s from SIGTERM to the end, exit code %.0f, %,.0f goodbyes, %,.0f cut off",
          value(sample, Figure.DRAIN_SECONDS),
          value(sample, Figure.EXIT_CODE),
          value(sample, Figure.GOODBYES),
          value(sample, Figure.CUT_OFF));
    }
    Optional<Double> events = sample.figure(Figure.EVENTS_PER_CPU_SECOND);
    if (events.isPresent()) {
      return String.format(
          Locale.ROOT,
          "%,9.0f events per CPU-s  p50 %7.2f ms  p99 %7.2f ms  not 200: %,.0f  CPU %4.1f s server,"
              + " %4.1f s generator, %4.1f s others",
          events.get(),
          value(sample, Figure.P50_MS),
          value(sample, Figure.P99_MS),
          value(sample, Figure.NOT_OK),
          value(sample, Figure.SERVER_CPU_SECONDS),
          value(sample, Figure.GENERATOR_CPU_SECONDS),
          value(sample, Figure.OTHERS_CPU_SECONDS));
    }
    if (sample.figure(Figure.RESUMED_WHOLE).isPresent()) {
      return String.format(
          Locale.ROOT,
          "p99 %.2f ms alone, %.2f ms beside non-readers: × %.2f  PSS %+.1f MiB, %.0f KiB each"
              + "  closed %,.0f, resumed whole %,.0f",
          value(sample, Figure.QUIET_P99_MS),
          value(sample, Figure.P99_MS),
          value(sample, Figure.P99_RATIO),
          value(sample, Figure.PSS_GROWTH_MIB),
          value(sample, Figure.KIB_PER_NON_READER),
          value(sample, Figure.CLOSED),
          value(sample, Figure.RESUMED_WHOLE));
    }
    if (sample.figure(Figure.P99_RATIO).isPresent()) {
      return String.format(
          Locale.ROOT,
          "p99 %.2f ms alone, %.2f ms under attack: × %.2f  lost %,.0f  PSS %+.1f MiB",
          value(sample, Figure.QUIET_P99_MS),
          value(sample, Figure.P99_MS),
          value(sample, Figure.P99_RATIO),
          value(sample, Figure.LOST),
          value(sample, Figure.PSS_GROWTH_MIB));
    }
    return String.format(
        Locale.ROOT,
        "%5.1f KiB per connection (%.1f as it stands), base %.0f MiB, connects per CPU-s %,.0f"
            + " cold, %,.0f warm",
        value(sample, Figure.KIB_PER_CONNECTION),
        value(sample, Figure.KIB_PER_CONNECTION_UNTIDIED),
        value(sample, Figure.BASE_PSS_MIB),
        value(sample, Figure.CONNECTS_PER_CPU_SECOND_COLD),
        value(sample, Figure.CONNECTS_PER_CPU_SECOND_WARM));
  }

  private static double value(Sample sample, Figure figure) {
    return sample.figure(figure).orElse(0.0);
  }

  /** What is measured. */
  static String commit(Path root) {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty")
              .directory(root.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException noGit) {
      return "";
    }
  }
}
