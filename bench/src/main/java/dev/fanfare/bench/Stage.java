package dev.fanfare.bench;

import dev.fanfare.bench.Workload.Trouble;
import dev.fanfare.bench.contender.Contender;
import dev.fanfare.bench.contender.Contender.Credentials;
import dev.fanfare.bench.contender.RunningServer;
import dev.fanfare.bench.hostile.Siege;
import dev.fanfare.bench.http.Posting;
import dev.fanfare.bench.load.Audience;
import dev.fanfare.bench.load.BenchFailure;
import dev.fanfare.bench.load.Flood;
import dev.fanfare.bench.load.Generator;
import dev.fanfare.bench.load.Load;
import dev.fanfare.bench.load.Pause;
import dev.fanfare.bench.load.Wire;
import dev.fanfare.bench.measure.Cost;
import dev.fanfare.bench.measure.ProcessTree;
import dev.fanfare.bench.report.Figure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Puts one running server through one workload. */
final class Stage {
  /** Of latencies that are put together. */
  private static final int DIGITS = 3;

  private static final Duration QUIET_WITHIN = Duration.ofSeconds(20);

  private static final Duration WARM_SLICE = Duration.ofSeconds(2);

  private static final Duration CAUGHT_UP_WITHIN = Duration.ofSeconds(60);

  /** Its own grace time is 20 s. */
  private static final Duration DRAINED_WITHIN = Duration.ofSeconds(40);

  private final Generator generator;
  private final Contender contender;
  private final RunningServer server;
  private final Workload.Scale scale;
  private static int runs;

  Stage(Generator generator, Contender contender, RunningServer server, Workload.Scale scale) {
    this.generator = generator;
    this.contender = contender;
    this.server = server;
    this.scale = scale;
  }

  /** What a workload showed. */
  record Shown(Map<Figure, Double> figures, List<String> remarks) {}

  /** Lets runtimes compile what they are about to run. */
  void warmUp() {
    Workload.Shape shape = new Workload.Shape(1, 200);
    Duration half = scale.warmUp().dividedBy(2);
    try (Audience audience = open(shape, Credentials.ONE)) {
      audience.measure(new Load.InFlight(16), 1, Duration.ZERO, half, this::cost);
    }
    try (Audience audience = open(shape, Credentials.ONE)) {
      audience.measure(new Load.PerSecond(200), 1, Duration.ZERO, half, this::cost);
    }
  }

  Shown fanout(Workload.Fanout workload) {
    try (Audience audience = open(workload.shape(), Credentials.ONE)) {
      Audience.Heard heard =
          audience.measure(
              workload.load(),
              workload.publishers(),
              workload.settle(),
              workload.window(),
              this::cost);
      Map<Figure, Double> figures = new EnumMap<>(Figure.class);
      Cost cost = heard.cost();
      figures.put(Figure.DELIVERIES, (double) heard.deliveries());
      figures.put(Figure.PUBLISHED, (double) heard.published());
      figures.put(Figure.SERVER_CPU_SECONDS, cost.serverCpuSeconds());
      figures.put(Figure.GENERATOR_CPU_SECONDS, cost.generatorCpuSeconds());
      figures.put(Figure.OTHERS_CPU_SECONDS, cost.othersCpuSeconds());
      figures.put(Figure.WALL_SECONDS, cost.wallSeconds());
      if (cost.serverCpuSeconds() > 0) {
        figures.put(Figure.DELIVERIES_PER_CPU_SECOND, heard.deliveries() / cost.serverCpuSeconds());
      }
      latency(heard.latencyNanos(), figures);
      figures.put(Figure.LOST, (double) heard.lost());
      figures.put(Figure.REPEATED, (double) heard.repeated());
      figures.put(Figure.LATE, (double) heard.late());
      figures.put(Figure.BROKEN, (double) heard.broken());
      figures.put(Figure.STALLS, (double) heard.stalls());
      figures.put(Figure.TURNED_AWAY, (double) heard.turnedAway());
      figures.put(Figure.PSS_MIB, server.tree().pssKib() / 1024.0);
      return new Shown(figures, heard.complaints());
    }
  }

  private static void latency(Histogram nanos, Map<Figure, Double> figures) {
    figures.put(Figure.P50_MS, nanos.getValueAtPercentile(50) / 1e6);
    figures.put(Figure.P99_MS, nanos.getValueAtPercentile(99) / 1e6);
    figures.put(Figure.P999_MS, nanos.getValueAtPercentile(99.9) / 1e6);
    figures.put(Figure.MAX_MS, nanos.getMaxValue() / 1e6);
  }

  /** The server is fresh. */
  Shown arrivals(Workload.Arrivals workload) {
    Credentials credentials =
        workload.distinctCredentials() ? Credentials.DISTINCT : Credentials.ONE;
    Workload.Shape shape = new Workload.Shape(1, workload.connections());
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    List<String> remarks = new ArrayList<>();
    server.tidy();
    Pause.of(scale.settle());
    ProcessTree tree = server.tree();
    long base = tree.pssKib();
    long files = tree.openFiles();
    figures.put(Figure.BASE_PSS_MIB, base / 1024.0);

    Cost before = cost();
    try (Audience audience = open(shape, credentials)) {
      figures.put(Figure.CONNECTS_PER_CPU_SECOND_COLD, perCpuSecond(workload, before));
      figures.put(Figure.TURNED_AWAY, (double) audience.turnedAway());
      Pause.of(scale.settle());
      double count = workload.connections();
      figures.put(Figure.KIB_PER_CONNECTION_UNTIDIED, (tree.pssKib() - base) / count);
      if (server.tidy()) {
        Pause.of(scale.settle());
      }
      figures.put(Figure.KIB_PER_CONNECTION, (tree.pssKib() - base) / count);
      remarks.addAll(audience.complaints());
    }
    for (int i = 0; i < scale.warmArrivals(); i++) {
      awaitQuiet(files);
      before = cost();
      try (Audience audience = open(shape, credentials)) {
        figures.put(Figure.CONNECTS_PER_CPU_SECOND_WARM, perCpuSecond(workload, before));
        remarks.addAll(audience.complaints());
      }
    }
    return new Shown(figures, remarks);
  }

  /**
   * Latency of 100 subscribers alone, under attack, and alone again. Empty where the trouble cannot
   * be made.
   */
  Optional<Shown> siege(Workload.Siege workload) {
    if (workload.trouble() instanceof Trouble.Flood && contender.neighbour().isEmpty()) {
      return Optional.empty();
    }
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    List<String> remarks = new ArrayList<>();
    Histogram quiet = new Histogram(DIGITS);
    Supplier<Audience> subscribers = () -> open(Workload.Siege.SHAPE, Credentials.ONE);
    alone(subscribers, Workload.Siege.LOAD, quiet, remarks);
    long before = server.tree().pssKib();
    try (Audience audience = subscribers.get()) {
      Audience.Heard besieged = measureDuring(workload.trouble(), audience);
      figures.put(Figure.WALL_SECONDS, besieged.cost().wallSeconds());
      figures.put(Figure.SERVER_CPU_SECONDS, besieged.cost().serverCpuSeconds());
      figures.put(Figure.OTHERS_CPU_SECONDS, besieged.cost().othersCpuSeconds());
      latency(besieged.latencyNanos(), figures);
      figures.put(Figure.LOST, (double) besieged.lost());
      figures.put(Figure.REPEATED, (double) besieged.repeated());
      figures.put(Figure.LATE, (double) besieged.late());
      figures.put(Figure.PSS_GROWTH_MIB, (server.tree().pssKib() - before) / 1024.0);
      remarks.addAll(besieged.complaints());
    }
    alone(subscribers, Workload.Siege.LOAD, quiet, remarks);
    compare(quiet, figures);
    return Optional.of(new Shown(figures, remarks));
  }

  /** The readers' latency alone, beside non-readers and alone again; what becomes of those. */
  Shown slowReaders(Workload.SlowReaders workload) {
    Contender.ComingBack tenant = contender.comingBack().orElseThrow();
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    List<String> remarks = new ArrayList<>();
    int count = workload.shape().connections();
    Histogram quiet = new Histogram(DIGITS);
    Supplier<Audience> justReaders = () -> open(workload.shape(), tenant.first());
    alone(justReaders, workload.load(), quiet, remarks);
    long before = server.tree().pssKib();
    try (Audience readers = open(workload.shape(), tenant.first());
        Audience deaf = open(readers.channels(), count, tenant.first())) {
      deaf.dismiss();
      Audience.Heard heard =
          readers.measure(
              workload.load(), 1, scale.settle(), scale.window(), this::cost, deaf::pauseReading);
      latency(heard.latencyNanos(), figures);
      double grown = server.tree().pssKib() - before;
      figures.put(Figure.PSS_GROWTH_MIB, grown / 1024);
      figures.put(Figure.KIB_PER_NON_READER, grown / count);
      figures.put(Figure.WALL_SECONDS, heard.cost().wallSeconds());
      figures.put(Figure.SERVER_CPU_SECONDS, heard.cost().serverCpuSeconds());
      figures.put(Figure.OTHERS_CPU_SECONDS, heard.cost().othersCpuSeconds());
      figures.put(Figure.LOST, (double) heard.lost());
      figures.put(Figure.REPEATED, (double) heard.repeated());
      figures.put(Figure.LATE, (double) heard.late());
      remarks.addAll(heard.complaints());

      deaf.readOn();
      figures.put(Figure.CLOSED, (double) deaf.over(QUIET_WITHIN));
      List<Long> had = deaf.received();
      List<Long> missing = had.stream().map(received -> heard.published() - received).toList();
      try (Audience back = open(readers.channels(), count, tenant.again(had))) {
        figures.put(Figure.RESUMED_WHOLE, (double) back.whole(missing, CAUGHT_UP_WITHIN));
        remarks.addAll(back.complaints());
      }
    }
    alone(justReaders, workload.load(), quiet, remarks);
    compare(quiet, figures);
    return new Shown(figures, remarks);
  }

  /**
   * Measures an audience beside which nothing goes on, once before the trouble and once after it:
   * the 99th percentile of ten quiet seconds may be 1.6 times that of the ten before them.
   */
  private void alone(
      Supplier<Audience> audience, Load load, Histogram quiet, List<String> remarks) {
    try (Audience opened = audience.get()) {
      Audience.Heard heard = measure(opened, load);
      quiet.add(heard.latencyNanos());
      remarks.addAll(heard.complaints());
    }
  }

  private static void compare(Histogram quiet, Map<Figure, Double> figures) {
    double quietMillis = quiet.getValueAtPercentile(99) / 1e6;
    figures.put(Figure.QUIET_P50_MS, quiet.getValueAtPercentile(50) / 1e6);
    figures.put(Figure.QUIET_P99_MS, quietMillis);
    figures.put(
        Figure.P99_RATIO, figures.getOrDefault(Figure.P99_MS, 0.0) / Math.max(0.001, quietMillis));
  }

  /** From SIGTERM to the end of the process, and how its clients were sent away. */
  Shown drain(Workload.Drain workload) {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    List<String> remarks = new ArrayList<>();
    Workload.Shape shape = new Workload.Shape(1, workload.connections());
    try (Audience audience = open(shape, Credentials.ONE)) {
      Pause.of(scale.settle());
      audience.dismiss();
      long begun = System.nanoTime();
      server.askToEnd();
      OptionalInt code = server.exitCode(DRAINED_WITHIN);
      figures.put(Figure.DRAIN_SECONDS, (System.nanoTime() - begun) / 1e9);
      code.ifPresentOrElse(
          ended -> figures.put(Figure.EXIT_CODE, (double) ended),
          () -> remarks.add("it had not ended after " + DRAINED_WITHIN.toSeconds() + " s"));
      audience.over(QUIET_WITHIN);
      figures.put(Figure.GOODBYES, (double) audience.goodbyes());
      figures.put(Figure.CUT_OFF, (double) (workload.connections() - audience.goodbyes()));
      remarks.addAll(audience.complaints());
    }
    return new Shown(figures, remarks);
  }

  /** What publishing over HTTP costs the server; the client's signing is the client's. */
  Shown httpPublishes(Workload.HttpPublishes workload) {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    int each = workload.eventsPerRequest();
    try (Posting posting =
        Posting.open(
            generator,
            server.address(),
            contender.posts().orElseThrow(),
            workload.connections(),
            each)) {
      warmUp(posting);
      Posting.Heard heard = posting.measure(scale.settle(), scale.window(), this::cost);
      Cost cost = heard.cost();
      double events = (double) heard.accepted() * each;
      if (cost.serverCpuSeconds() > 0) {
        figures.put(Figure.EVENTS_PER_CPU_SECOND, events / cost.serverCpuSeconds());
      }
      figures.put(Figure.EVENTS_PER_SECOND, events / cost.wallSeconds());
      figures.put(Figure.NOT_OK, (double) heard.notOk());
      latency(heard.latencyNanos(), figures);
      figures.put(Figure.SERVER_CPU_SECONDS, cost.serverCpuSeconds());
      figures.put(Figure.GENERATOR_CPU_SECONDS, cost.generatorCpuSeconds());
      figures.put(Figure.OTHERS_CPU_SECONDS, cost.othersCpuSeconds());
      figures.put(Figure.WALL_SECONDS, cost.wallSeconds());
      figures.put(Figure.PSS_MIB, server.tree().pssKib() / 1024.0);
      return new Shown(figures, heard.complaints());
    }
  }

  /**
   * Until it gets no cheaper: a server that is still compiling is measured by nobody's question.
   */
  private void warmUp(Posting posting) {
    Warmth warmth = new Warmth();
    for (int i = 0; i < scale.warmSlices() && !warmth.isReached(); i++) {
      Posting.Heard slice = posting.measure(Duration.ZERO, WARM_SLICE, this::cost);
      warmth.note(slice.accepted() / Math.max(0.01, slice.cost().serverCpuSeconds()));
    }
  }

  private Audience.Heard measure(Audience audience, Load load) {
    return audience.measure(load, 1, scale.settle(), scale.window(), this::cost);
  }

  private Audience.Heard measureDuring(Trouble trouble, Audience audience) {
    Runnable end = begin(trouble, audience.channels());
    try {
      return audience.measure(
          Workload.Siege.LOAD, 1, scale.underAttack(), scale.window(), this::cost);
    } finally {
      end.run();
    }
  }

  /** Begins it, and returns what ends it. */
  private Runnable begin(Trouble trouble, List<String> channels) {
    Wire wire = contender.wire(Credentials.ONE);
    return switch (trouble) {
      case Trouble.Bytes bytes ->
          Siege.begin(
                  generator, server.address(), bytes.attack(), wire.publisherPath(channels.get(0)))
              ::close;
      case Trouble.NonReaders idle -> {
        Audience deaf =
            Audience.open(generator, server.address(), wire, channels, idle.connections());
        deaf.stopReading();
        yield deaf::close;
      }
      case Trouble.Flood flood ->
          Flood.begin(
                  generator,
                  server.address(),
                  contender.neighbour().orElseThrow(),
                  flood.connections(),
                  flood.perSecond())
              ::close;
    };
  }

  private double perCpuSecond(Workload.Arrivals workload, Cost before) {
    return workload.connections() / Math.max(0.01, cost().since(before).serverCpuSeconds());
  }

  /** The server has let go of every connection of before. */
  private void awaitQuiet(long files) {
    long deadline = System.nanoTime() + QUIET_WITHIN.toNanos();
    while (server.tree().openFiles() > files + 50) {
      if (System.nanoTime() > deadline) {
        throw new BenchFailure("the server does not let go of closed connections");
      }
      Pause.of(Duration.ofMillis(100));
    }
    Pause.of(scale.settle());
  }

  private Audience open(Workload.Shape shape, Credentials credentials) {
    return open(shape, contender.wire(credentials));
  }

  private Audience open(Workload.Shape shape, Wire wire) {
    runs++;
    List<String> channels =
        IntStream.range(0, shape.channels()).mapToObj(i -> "bench-" + runs + "-" + i).toList();
    return open(channels, shape.subscribersPerChannel(), wire);
  }

  private Audience open(List<String> channels, int subscribersPerChannel, Wire wire) {
    return Audience.open(generator, server.address(), wire, channels, subscribersPerChannel);
  }

  private Cost cost() {
    return Cost.until(server.tree());
  }
}
