package dev.fanfare.chaos;

import dev.fanfare.chaos.checker.Checker;
import dev.fanfare.chaos.checker.Promises;
import dev.fanfare.chaos.cluster.Partition;
import dev.fanfare.chaos.history.Event;
import dev.fanfare.chaos.history.History;
import dev.fanfare.chaos.run.Plan;
import dev.fanfare.chaos.run.Run;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./fanfare chaos}. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts a gateway or a cluster, lets restless clients use it while processes are killed, stopped and drained,",
      "and judges what they saw by the promises. Exit code 1 on any finding."
    })
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--minutes", paramLabel = "N", description = "How long. Default: 2.")
  private double minutes = 2;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "Makes clients and faults the same again. Default: a new one, which is printed.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--faults",
      paramLabel = "NAME",
      split = ",",
      description =
          "Which faults strike: kill, term, pause, freeze; with --cluster also kill-, term-, pause-, freeze-, part-member, kill-members, roll, part-gateway, kill-, term-, empty-redis, cut-bus, slow-bus, failing-receiver; or none. Default: all that the machine allows.")
  private List<String> faults = List.of();

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      description =
          "How long at most all is well between two faults; at least half of it. Default: 8.")
  private double every = 8;

  @Option(
      names = "--cluster",
      description = "Three gateways, three members of the store and Redis, instead of one gateway.")
  private boolean cluster;

  @Option(
      names = "--partition-by",
      paramLabel = "WAY",
      description =
          "What cuts wires for the faults that begin with part-: namespaces (Linux, root and ip) or proxy (Linux). Default: the first that the machine allows.")
  private Optional<String> partitionBy = Optional.empty();

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where history and logs go. Default: target/chaos-run.")
  private Path folder = Path.of("target", "chaos-run");

  @Option(
      names = "--check",
      paramLabel = "FILE",
      description = "Judges a history that was kept, and runs nothing.")
  private Optional<Path> check = Optional.empty();

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      List<Event> history = check.isPresent() ? History.read(check.get()) : run(out);
      Verdict verdict = Verdict.of(history, Checker.check(history, Promises.standard()));
      out.print(verdict.text());
      out.flush();
      return verdict.isGood() ? 0 : 1;
    } catch (IOException | IllegalArgumentException wrong) {
      err.println("chaos: " + wrong.getMessage());
      return 2;
    }
  }

  private List<String> chosenFaults(boolean wires) {
    if (faults.equals(List.of("none"))) {
      return List.of();
    }
    return faults.isEmpty() ? Plan.faults(cluster, wires) : faults;
  }

  private Optional<Partition> partition() {
    if (partitionBy.isEmpty()) {
      return cluster ? Partition.best() : Optional.empty();
    }
    Partition asked =
        Partition.of(partitionBy.get())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--partition-by is namespaces or proxy, not '%s'."
                            .formatted(partitionBy.get())));
    if (!asked.isPossible()) {
      throw new IllegalArgumentException(
          "--partition-by %s is not possible on this machine: %s."
              .formatted(
                  asked.title(),
                  switch (asked) {
                    case NAMESPACES -> "it needs Linux, root and ip; try proxy";
                    case PROXY -> "it needs Linux, which tells whose a connection is";
                  }));
    }
    return Optional.of(asked);
  }

  private List<Event> run(PrintWriter out) throws IOException, InterruptedException {
    if (!(minutes > 0 && minutes <= 600)) {
      throw new IllegalArgumentException("--minutes is from 0 to 600, not " + minutes + ".");
    }
    if (!(every > 0 && every <= 600)) {
      throw new IllegalArgumentException("--every is from 0 to 600, not " + every + ".");
    }
    long chosen = seed.orElseGet(() -> new Random().nextLong(1_000_000));
    Optional<Partition> partition = partition();
    Plan plan =
        new Plan(
            Duration.ofMillis((long) (minutes * 60_000)),
            chosen,
            chosenFaults(partition.isPresent()),
            Duration.ofMillis((long) (every * 1_000)),
            cluster,
            partition,
            folder);
    out.printf("seed %d, history in %s%n", chosen, folder.resolve("history.jsonl"));
    plan.partitionNeeded().ifPresent(way -> out.printf("wires are cut by %s%n", way.title()));
    out.flush();
    List<Event> history = Run.of(plan);
    History.write(folder.resolve("history.jsonl"), history);
    return history;
  }
}
