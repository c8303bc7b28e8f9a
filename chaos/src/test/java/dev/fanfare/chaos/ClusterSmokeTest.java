package dev.fanfare.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A cluster under a few faults; under all for ten minutes with {@code -Dfull}. */
class ClusterSmokeTest {
  @TempDir private Path folder = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aClusterWhoseProcessesAreKilledAndStoppedKeepsItsPromises() {
    assumeTrue(
        Machine.has("redis-server"), "skipped: redis-server is not on the PATH; install Redis");
    boolean full = Boolean.getBoolean("fanfare.full");

    List<String> arguments = new ArrayList<>(List.of("--cluster", "--folder", folder.toString()));
    arguments.addAll(
        full
            ? List.of("--minutes", "10")
            : List.of(
                "--minutes",
                "0.4",
                "--every",
                "4",
                "--faults",
                "kill,kill-member,term-member,kill-redis,cut-bus,empty-redis,failing-receiver"));

    int code =
        new CommandLine(new Main())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));

    assertThat(out.toString() + err).contains("Every promise was kept.");
    assertThat(code).isZero();
  }
}
