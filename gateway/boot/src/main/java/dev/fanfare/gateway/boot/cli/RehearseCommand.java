package dev.fanfare.gateway.boot.cli;

import dev.fanfare.gateway.boot.rehearsal.Rehearsal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Makes an ahead-of-time cache for the JVM. */
@Command(
    name = "rehearse",
    description =
        "Plays clients to a gateway on loopback and keeps what the JVM learnt from it, for -XX:AOTCache. Builds and images do it once; it needs JDK 25.",
    sortOptions = false)
final class RehearseCommand implements Callable<Integer> {
  private static final int OLDEST_JDK = 25;

  /** By its name: it knows this package, which must not know it. */
  private static final String MAIN = "dev.fanfare.gateway.boot.Main";

  private final Surroundings around;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "Where the cache goes.")
  private Path output = Path.of("fanfare.aot");

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "How long clients play at most. Default: ${DEFAULT-VALUE}.")
  private Duration play = Duration.ofSeconds(10);

  RehearseCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    if (Runtime.version().feature() < OLDEST_JDK) {
      throw new CommandFailure(
          "A rehearsal needs JDK 25 or newer; this is " + Runtime.version().feature() + ".");
    }
    Path cache = output.toAbsolutePath();
    Path parent = cache.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new CommandFailure("There is no folder " + parent + " to write to.");
    }
    Path folder = Files.createTempDirectory("fanfare-rehearsal-");
    long delivered = new Rehearsal(folder, MAIN, around.random()).play(cache, play);
    remove(folder); // after a failure it stays: there is the gateway's output
    around
        .out()
        .printf("%,d messages delivered, %,d KiB learnt.%n", delivered, Files.size(cache) / 1_024);
    return ExitCode.OK;
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
