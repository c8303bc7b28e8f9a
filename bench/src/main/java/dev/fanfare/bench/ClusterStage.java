package dev.fanfare.bench;

import dev.fanfare.bench.cluster.Appending;
import dev.fanfare.bench.cluster.BareRedis;
import dev.fanfare.bench.cluster.Part;
import dev.fanfare.bench.cluster.Site;
import dev.fanfare.bench.contender.Contender.Credentials;
import dev.fanfare.bench.contender.Contenders;
import dev.fanfare.bench.contender.Tokens;
import dev.fanfare.bench.load.Audience;
import dev.fanfare.bench.load.Crowd;
import dev.fanfare.bench.load.Generator;
import dev.fanfare.bench.load.Insistent;
import dev.fanfare.bench.load.Load;
import dev.fanfare.bench.load.Pause;
import dev.fanfare.bench.load.Wire;
import dev.fanfare.bench.measure.Cost;
import dev.fanfare.bench.report.Figure;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Puts one cluster through workloads, and repairs it after each. */
final class ClusterStage {
  private static final int APPEND_CHANNELS = 1_000;
  private static final int APPENDS_IN_FLIGHT = 256;
  private static final int HOP_CHANNELS = 100;
  private static final int HOPS_PER_SECOND = 1_000;

  /** At this rate six JVMs on two cores are compiled after most of a minute, not before. */
  private static final int HOP_WARM_UPS = 4;

  private static final int KILL_CHANNELS = 150;
  private static final int KILL_PER_SECOND = 200;
  private static final int PUBLISHERS = 10;

  /** So many messages of the past are read at the end, more than a channel has had. */
  private static final int WHOLE_PAST = 1_000;

  private static final Duration RESUMED_WITHIN = Duration.ofSeconds(60);
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);
  private static final Duration CAUGHT_UP_WITHIN = Duration.ofSeconds(15);

  private final Generator generator;
  private final Site site;
  private final Site.Tenant tenant;
  private final Scale scale;
  private int runs;

  /**
   * How long things take, and how large the large ones are.
   *
   * @param warmUpAppends appends before those that are measured
   * @param clients of three gateways, of which one is killed
   * @param watch how long publishing goes on after something was killed
   * @param pause how long a member stands still
   */
  record Scale(
      Duration warmUp,
      long warmUpAppends,
      Duration settle,
      Duration window,
      int clients,
      Duration watch,
      Duration pause) {
    static final Scale FULL =
        new Scale(
            Duration.ofSeconds(40), // four JVMs and more compile on the cores that there are
            600_000,
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            1_500,
            Duration.ofSeconds(8),
            Duration.ofSeconds(15));
    static final Scale QUICK =
        new Scale(
            Duration.ofSeconds(2),
            0,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            150,
            Duration.ofSeconds(3),
            Duration.ofSeconds(2));
  }

  ClusterStage(Generator generator, Site site, Site.Tenant tenant, Scale scale) {
    this.generator = generator;
    this.site = site;
    this.tenant = tenant;
    this.scale = scale;
  }

  /** What each contender showed. */
  Map<String, Stage.Shown> show(ClusterWorkload workload) {
    runs++;
    if (workload != ClusterWorkload.APPEND) {
      site.startGateways();
    }
    return switch (workload) {
      case APPEND -> Map.of(ClusterRun.OURS, append());
      case HOP -> hop();
      case KILL_GATEWAY -> Map.of(ClusterRun.OURS, killGateway());
      case KILL_MEMBER ->
          Map.of(
              ClusterRun.OURS,
              steadily(
                  () -> {
                    site.member(0).kill();
                    Pause.of(scale.watch());
                  }));
      case PAUSE_MEMBER ->
          Map.of(
              ClusterRun.OURS,
              steadily(
                  () -> {
                    Part member = site.member(1);
                    member.pause();
                    Pause.of(scale.pause());
                    member.goOn();
                    Pause.of(scale.watch());
                  }));
    };
  }

  private Stage.Shown append() {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    try (Appending appending =
        Appending.begin(site, tenant.app(), APPEND_CHANNELS, APPENDS_IN_FLIGHT)) {
      Appending.Heard heard =
          appending.measure(scale.warmUp(), scale.warmUpAppends(), scale.window());
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

  /** Both at the same rate, one after the other. */
  private Map<String, Stage.Shown> hop() {
    Map<String, Stage.Shown> shown = new LinkedHashMap<>();
    List<InetSocketAddress> gateways = site.addresses();
    Wire wire = Contenders.named(ClusterRun.OURS).wire(Credentials.ONE);
    Load load = new Load.PerSecond(HOPS_PER_SECOND);
    try (Audience audience =
        Audience.open(
            generator, gateways.get(1), gateways.get(0), wire, channels(HOP_CHANNELS), 1)) {
      Audience.Heard heard =
          audience.measure(
              load,
              PUBLISHERS,
              scale.warmUp().multipliedBy(HOP_WARM_UPS).plus(scale.settle()),
              scale.window(),
              () -> Cost.until(site::cpuSeconds));
      Map<Figure, Double> figures = new EnumMap<>(Figure.class);
      figures.put(Figure.HOPS_PER_SECOND, heard.deliveries() / heard.cost().wallSeconds());
      latency(heard.latencyNanos(), figures);
      figures.put(Figure.LOST, (double) heard.lost());
      figures.put(Figure.REPEATED, (double) heard.repeated());
      figures.put(Figure.LATE, (double) heard.late());
      spent(heard.cost(), figures);
      shown.put(ClusterRun.OURS, new Stage.Shown(figures, heard.complaints()));
    }
    BareRedis.Heard bare =
        BareRedis.measure(site.redis(), HOPS_PER_SECOND, scale.settle(), scale.window());
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.HOPS_PER_SECOND, bare.messages() / (scale.window().toMillis() / 1e3));
    latency(bare.latencyNanos(), figures);
    shown.put(ClusterRun.REDIS, new Stage.Shown(figures, List.of()));
    return shown;
  }

  private Stage.Shown killGateway() {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    List<String> remarks = new ArrayList<>();
    List<InetSocketAddress> gateways = site.addresses();
    List<String> channels = channels(KILL_CHANNELS);
    int last = gateways.size() - 1;
    try (Crowd crowd = Crowd.open(generator, gateways, token(), channels, scale.clients(), 0);
        Insistent publisher =
            Insistent.begin(generator, gateways.get(0), token(), channels, KILL_PER_SECOND)) {
      Pause.of(scale.settle());
      long affected = crowd.doom(last);
      long killed = System.nanoTime();
      site.gateway(last).kill();
      Crowd.Resumed resumed = crowd.resumed(killed, affected, RESUMED_WITHIN);
      Pause.of(scale.settle());
      Insistent.Answered answered = publisher.stop(ANSWERED_WITHIN);
      figures.put(Figure.CLIENTS_OF_KILLED, (double) affected);
      figures.put(Figure.RESUMED_ELSEWHERE, (double) resumed.clients());
      figures.put(Figure.ALL_RESUMED_SECONDS, resumed.lastSeconds());
      answered(answered, figures, remarks);
      heard(crowd, answered, figures, remarks);
    } finally {
      site.repair();
    }
    return new Stage.Shown(figures, remarks);
  }

  /** Publishes at one gateway and listens at the others while something happens to the store. */
  private Stage.Shown steadily(Runnable trouble) {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    List<String> remarks = new ArrayList<>();
    List<InetSocketAddress> gateways = site.addresses();
    List<InetSocketAddress> others = gateways.subList(1, gateways.size());
    List<String> channels = channels(KILL_CHANNELS);
    try (Crowd crowd = Crowd.open(generator, others, token(), channels, KILL_CHANNELS, 0);
        Insistent publisher =
            Insistent.begin(generator, gateways.get(0), token(), channels, KILL_PER_SECOND)) {
      Pause.of(scale.settle());
      publisher.forgetLongest();
      trouble.run();
      Insistent.Answered answered = publisher.stop(ANSWERED_WITHIN);
      figures.put(Figure.LONGEST_STALL_SECONDS, answered.longestSeconds());
      answered(answered, figures, remarks);
      heard(crowd, answered, figures, remarks);
      try (Crowd readers =
          Crowd.open(generator, others, token(), channels, KILL_CHANNELS, WHOLE_PAST)) {
        long gone = readers.missing(answered.acknowledged(), CAUGHT_UP_WITHIN);
        figures.merge(Figure.LOST, (double) gone, Double::sum);
        if (gone > 0) {
          remarks.add(gone + " acknowledged messages were not in the log at the end");
        }
        remarks.addAll(readers.complaints());
      }
    } finally {
      site.repair();
    }
    return new Stage.Shown(figures, remarks);
  }

  private static void answered(
      Insistent.Answered answered, Map<Figure, Double> figures, List<String> remarks) {
    figures.put(Figure.ACKNOWLEDGED, (double) answered.count());
    figures.put(Figure.SENT_AGAIN, (double) answered.sentAgain());
    if (answered.unanswered() > 0) {
      remarks.add(answered.unanswered() + " publishes were never acknowledged");
    }
    remarks.addAll(answered.complaints());
  }

  private static void heard(
      Crowd crowd, Insistent.Answered answered, Map<Figure, Double> figures, List<String> remarks) {
    List<BitSet> published = answered.acknowledged();
    figures.put(Figure.LOST, (double) crowd.missing(published, CAUGHT_UP_WITHIN));
    figures.put(Figure.REPEATED, (double) crowd.repeated());
    figures.put(Figure.LATE, (double) crowd.late());
    figures.put(Figure.FAULTS, (double) crowd.faults());
    figures.put(Figure.TURNED_AWAY, (double) crowd.comingLater());
    remarks.addAll(crowd.complaints());
  }

  private String token() {
    return new Tokens(tenant.key(), tenant.secret()).token("bench");
  }

  private List<String> channels(int count) {
    return IntStream.range(0, count).mapToObj(i -> "bench-" + runs + "-" + i).toList();
  }

  private static void latency(Histogram nanos, Map<Figure, Double> figures) {
    figures.put(Figure.P50_MS, nanos.getValueAtPercentile(50) / 1e6);
    figures.put(Figure.P99_MS, nanos.getValueAtPercentile(99) / 1e6);
    figures.put(Figure.MAX_MS, nanos.getMaxValue() / 1e6);
  }

  private static void spent(Cost cost, Map<Figure, Double> figures) {
    figures.put(Figure.SERVER_CPU_SECONDS, cost.serverCpuSeconds());
    figures.put(Figure.GENERATOR_CPU_SECONDS, cost.generatorCpuSeconds());
    figures.put(Figure.OTHERS_CPU_SECONDS, cost.othersCpuSeconds());
    figures.put(Figure.WALL_SECONDS, cost.wallSeconds());
  }
}
