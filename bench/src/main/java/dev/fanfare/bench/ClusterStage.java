package dev.fanfare.bench;

import dev.fanfare.bench.cluster.Appending;
import dev.fanfare.bench.cluster.Site;
import dev.fanfare.bench.load.Generator;
import dev.fanfare.bench.measure.Cost;
import dev.fanfare.bench.report.Figure;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Puts one cluster through workloads. */
final class ClusterStage {
  private static final int APPEND_CHANNELS = 1_000;
  private static final int APPENDS_IN_FLIGHT = 256;

  private final Generator generator;
  private final Site site;
  private final Site.Tenant tenant;
  private final Scale scale;

  /** How long things take, and how large the large ones are. */
  record Scale(
      Duration warmUp, Duration settle, Duration window, int clients, Duration pause) {
    static final Scale FULL =
        new Scale(
            Duration.ofSeconds(15),
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            1_500,
            Duration.ofSeconds(15));
    static final Scale QUICK =
        new Scale(
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            150,
            Duration.ofSeconds(3));
  }

  ClusterStage(Generator generator, Site site, Site.Tenant tenant, Scale scale) {
    this.generator = generator;
    this.site = site;
    this.tenant = tenant;
    this.scale = scale;
  }

  /** What each contender showed. */
  Map<String, Stage.Shown> show(ClusterWorkload workload) {
    return switch (workload) {
      case APPEND -> Map.of(ClusterRun.OURS, append());
      default -> throw new IllegalStateException();
    };
  }

  private Stage.Shown append() {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    try (Appending appending =
        Appending.begin(site, tenant.app(), APPEND_CHANNELS, APPENDS_IN_FLIGHT)) {
      Appending.Heard heard =
          appending.measure(scale.warmUp().plus(scale.settle()), scale.window());
      Cost cost = heard.cost();
      double each = 1e6 / Math.max(1, heard.appends());
      figures.put(
          Figure.CPU_MICROS_PER_APPEND,
          (cost.serverCpuSeconds() + cost.generatorCpuSeconds()) * each);
      figures.put(Figure.CLIENT_CPU_MICROS, cost.generatorCpuSeconds() * each);
      figures.put(Figure.MEMBER_CPU_MICROS, cost.serverCpuSeconds() * each);
      figures.put(Figure.APPENDS_PER_SECOND, heard.appends() / cost.wallSeconds());
      figures.put(Figure.NOT_APPENDED, (double) heard.failed());
      figures.put(Figure.P50_MS, heard.p50Millis());
      figures.put(Figure.P99_MS, heard.p99Millis());
      spent(cost, figures);
      return new Stage.Shown(figures, List.of());
    }
  }

  private static void spent(Cost cost, Map<Figure, Double> figures) {
    figures.put(Figure.SERVER_CPU_SECONDS, cost.serverCpuSeconds());
    figures.put(Figure.GENERATOR_CPU_SECONDS, cost.generatorCpuSeconds());
    figures.put(Figure.OTHERS_CPU_SECONDS, cost.othersCpuSeconds());
    figures.put(Figure.WALL_SECONDS, cost.wallSeconds());
  }
}
