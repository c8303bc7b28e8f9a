package dev.fanfare.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A cluster under faults for a minute; ten with {@code -Dfull}. */
class ClusterSmokeTest {
  @TempDir private Path folder = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aClusterWhoseProcessesAreKilledAndStoppedKeepsItsPromises() {
    assumeTrue(hasRedis(), "skipped: redis-server is not on the PATH; install Redis");
    boolean full = Boolean.getBoolean("fanfare.full");

    int code =
        new CommandLine(new Main())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(
                "--cluster",
                "--minutes",
                full ? "10" : "0.8",
                "--folder",
                folder.toString(),
                "--faults",
                full
                    ? "kill,term,pause,freeze,kill-member,pause-member,kill-redis,cut-bus"
                    : "kill,pause,kill-member,pause-member,kill-redis,cut-bus");

    assertThat(out.toString() + err).contains("Every promise was kept.");
    assertThat(code).isZero();
  }

  private static boolean hasRedis() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(part -> Files.isExecutable(Path.of(part, "redis-server")));
  }
}
