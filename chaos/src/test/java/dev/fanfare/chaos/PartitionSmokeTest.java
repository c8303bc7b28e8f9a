package dev.fanfare.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fanfare.chaos.cluster.Partition;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A cluster whose members and gateways are parted by proxies. */
class PartitionSmokeTest {
  @TempDir private Path folder = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  @EnabledIfSystemProperty(named = "fanfare.full", matches = "true")
  void aClusterThatIsPartedKeepsItsPromises() {
    assumeTrue(Machine.has("redis-server"), "skipped: redis-server is not on the PATH");
    assumeTrue(Partition.PROXY.isPossible(), "skipped: only Linux tells whose a connection is");

    int code =
        chaos(
            "--cluster",
            "--partition-by",
            "proxy",
            "--minutes",
            "5",
            "--faults",
            "part-member,part-gateway",
            "--folder",
            folder.toString());

    assertThat(out.toString() + err)
        .contains("wires are cut by proxy", "Every promise was kept.")
        .containsPattern("part-(member|gateway)");
    assertThat(code).isZero();
  }

  @Test
  void anUnknownWayIsRefusedWithThoseThatThereAre() {
    assertThat(chaos("--cluster", "--partition-by", "scissors", "--folder", folder.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--partition-by is namespaces or proxy, not 'scissors'.");
  }

  private int chaos(String... arguments) {
    return new CommandLine(new Main())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
