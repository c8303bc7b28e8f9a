package dev.fanfare.bench;

import dev.fanfare.bench.contender.Contender;
import dev.fanfare.bench.contender.Contenders;
import dev.fanfare.bench.contender.Workshop;
import dev.fanfare.bench.load.BenchFailure;
import dev.fanfare.bench.load.Generator;
import dev.fanfare.bench.report.Page;
import dev.fanfare.bench.report.Results;
import dev.fanfare.bench.report.Table;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the benchmark. */
@Command(
    name = "./fanfare bench",
    sortOptions = false,
    description = {
      "Measures the gateway and its peers in alternation: deliveries per second of server CPU,",
      "latency, loss, memory of connections and the CPU of connecting. Results go to bench/results.",
      ""
    })
public final class Main implements Callable<Integer> {
  @Option(
      names = "--only",
      split = ",",
      paramLabel = "WORKLOAD",
      description =
          "Only these: W1-20, W1-100, W1-max, W2, W3, W4, W5, with --dialect pusher also"
              + " pusher-http-1 and -10; W1 means all that begin so.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "PEER",
      description =
          "Beside our own gateway: ws, nchan, nats, socketio; none for none. All by default.")
  private List<String> peers = new ArrayList<>();

  @Option(
      names = "--dialect",
      paramLabel = "DIALECT",
      description =
          "Compares another dialect with the native one, and with no peers unless named: pusher.")
  private Optional<String> dialect = Optional.empty();

  @Option(names = "--without-fanfare", description = "The peers alone.")
  private boolean withoutFanfare;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "How often each is measured, in turn. Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(
      names = "--quick",
      description = "One short round with fewer connections: shows that all works, not how fast.")
  private boolean quick;

  @Option(
      names = "--hostile",
      description = {
        "What attacks cost everybody else: latency of 100 subscribers alone and under attack.",
        "--only takes names of attacks then, and peers are left out unless named."
      })
  private boolean hostile;

  @Option(
      names = "--workload",
      split = ",",
      paramLabel = "WORKLOAD",
      description = {
        "One that is not among the others: slow-readers (100 beside 100 who read nothing), drain",
        "(from SIGTERM to the end of the process with the largest load), pusher-http (signed",
        "publishes over HTTP; with --dialect pusher, which measures them too). Peers are left out."
      })
  private List<String> special = new ArrayList<>();

  @Option(
      names = "--cluster",
      description = {
        "Three gateways, three members of the store and a Redis: what an append costs, how long a",
        "message takes to another gateway, and what a kill -9 does. --only takes these: append,",
        "hop, kill-gateway, kill-member, pause-member. It needs redis-server on the PATH."
      })
  private boolean cluster;

  @Option(
      names = "--pin",
      description =
          "The servers on the first core, the generator on the last, instead of all on all.")
  private boolean pin;

  @Option(
      names = "--more",
      description =
          "Adds to the last results instead of beginning new ones: measure in parts, then --report.")
  private boolean more;

  @Option(
      names = "--report",
      description =
          "Measures nothing: writes the last results into docs/benchmarks.md; with --cluster those"
              + " of a cluster.")
  private boolean report;

  @Option(names = "--list", description = "Lists workloads and contenders.")
  private boolean list;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  private boolean help;

  private final Path root;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private Main(Path root) {
    this.root = root;
  }

  /** Runs it and ends the process. */
  public static void main(String[] arguments) {
    Path root = Path.of(System.getProperty("fanfare.root", "."));
    System.exit(
        new CommandLine(new Main(root))
            .setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                  if (!(failure instanceof BenchFailure)) {
                    throw failure;
                  }
                  command.getErr().println("bench: " + failure.getMessage());
                  return 1;
                })
            .execute(arguments));
  }

  @Override
  public Integer call() {
    Workload.Scale scale = quick ? Workload.Scale.QUICK : Workload.Scale.FULL;
    if (list) {
      Workload.all(scale).forEach(w -> out.printf("%-16s %s%n", w.name(), w.description()));
      Workload.special(scale).forEach(w -> out.printf("%-16s %s%n", w.name(), w.description()));
      Workload.ofDialect().forEach(w -> out.printf("%-16s %s%n", w.name(), w.description()));
      Workload.hostile().forEach(w -> out.printf("%-16s %s%n", w.name(), w.description()));
      for (ClusterWorkload w : ClusterWorkload.values()) {
        out.printf("%-16s %s%n", w.title(), w.description());
      }
      Contenders.all().forEach(c -> out.printf("%-16s %s%n", c.name(), c.title()));
      return 0;
    }
    if (report) {
      return writePage();
    }
    if (!Generator.runsHere()) {
      throw new BenchFailure("it needs Linux: epoll to make the load, /proc to measure.");
    }
    if (cluster) {
      ClusterStage.Scale size = quick ? ClusterStage.Scale.QUICK : ClusterStage.Scale.FULL;
      int times = quick ? 1 : rounds;
      return print(
          new ClusterRun(new Workshop(root), clusterWorkloads(), size, times, out).all(before()));
    }
    List<Contender> contenders = contenders();
    List<Workload> workloads = workloads(scale);
    if (workloads.stream().allMatch(Workload.HttpPublishes.class::isInstance)
        && contenders.stream().allMatch(contender -> contender.posts().isEmpty())) {
      throw new BenchFailure("only a dialect is published to over HTTP: add --dialect pusher.");
    }
    Run run =
        new Run(new Workshop(root), contenders, workloads, scale, quick ? 1 : rounds, pin, out);
    return print(run.all(before()));
  }

  private int print(Results results) {
    out.println();
    out.println(new Table(results).markdown());
    boolean clean = results.samples().stream().allMatch(sample -> sample.remarks().isEmpty());
    return clean ? 0 : 1;
  }

  private int writePage() {
    Path file = newest();
    new Page(root.resolve("docs/benchmarks.md")).write(Results.read(file));
    out.println("docs/benchmarks.md shows " + file.getFileName() + ".");
    return 0;
  }

  private Optional<Results> before() {
    return more ? Optional.of(Results.read(newest())) : Optional.empty();
  }

  private Path newest() {
    return Results.newest(root.resolve("bench/results"), cluster)
        .orElseThrow(() -> new BenchFailure("there are no results yet: run ./fanfare bench."));
  }

  private List<Contender> contenders() {
    List<Contender> chosen = new ArrayList<>();
    if (!withoutFanfare) {
      chosen.add(Contenders.named("fanfare"));
    }
    dialect.ifPresent(name -> chosen.add(Contenders.named("fanfare-" + name)));
    if (peers.isEmpty() && !hostile && dialect.isEmpty() && special.isEmpty()) {
      Contenders.all().stream().filter(c -> !c.name().startsWith("fanfare")).forEach(chosen::add);
    } else if (!peers.equals(List.of("none"))) {
      peers.forEach(name -> chosen.add(Contenders.named(name)));
    }
    return chosen;
  }

  private List<Workload> workloads(Workload.Scale scale) {
    if (!special.isEmpty()) {
      return chosen(together(Workload.special(scale), Workload.ofDialect()), special);
    }
    List<Workload> all = hostile ? Workload.hostile() : Workload.all(scale);
    if (dialect.isPresent() && !hostile) {
      all = together(all, Workload.ofDialect());
    }
    return only.isEmpty() ? all : chosen(all, only);
  }

  private List<ClusterWorkload> clusterWorkloads() {
    for (String wanted : only) {
      if (Stream.of(ClusterWorkload.values()).noneMatch(w -> w.title().startsWith(wanted))) {
        throw new BenchFailure(
            "there is no workload '" + wanted + "' of --cluster; --list shows them.");
      }
    }
    return Stream.of(ClusterWorkload.values())
        .filter(w -> only.isEmpty() || only.stream().anyMatch(w.title()::startsWith))
        .toList();
  }

  private static List<Workload> together(List<Workload> some, List<Workload> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static List<Workload> chosen(List<Workload> all, List<String> names) {
    for (String wanted : names) {
      if (all.stream().noneMatch(workload -> isMeant(workload, wanted))) {
        throw new BenchFailure("there is no workload '" + wanted + "'; --list shows them.");
      }
    }
    return all.stream()
        .filter(workload -> names.stream().anyMatch(wanted -> isMeant(workload, wanted)))
        .toList();
  }

  private static boolean isMeant(Workload workload, String wanted) {
    String prefix = wanted.toLowerCase(Locale.ROOT);
    for (String part : workload.name().toLowerCase(Locale.ROOT).split("/", -1)) {
      if (part.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
