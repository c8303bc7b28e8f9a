package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.HttpCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway as a process plays clients to itself before it takes others. */
@Timeout(120)
class WarmUpTest {
  private static final Pattern WARMED_UP =
      Pattern.compile("\"message\":\"Warmed up.\".*\"clients\":(\\d+)");

  @TempDir private Path folder = Path.of("");

  @Test
  void whatIsPlayedIsDoneBeforeItIsReadyAndCountsNowhere() throws Exception {
    Path config = Files.writeString(folder.resolve("fanfare.yaml"), "server: {warmUp: 500ms}\n");
    Path log = folder.resolve("gateway.log");
    try (ProductProcess gateway =
        ProductProcess.gateway(config, List.of(), List.of(), log.toFile()).ready()) {

      assertThat(Files.readString(log)).doesNotContain("\"WARN\"", "\"ERROR\"");
      Matcher said = WARMED_UP.matcher(Files.readString(log));
      assertThat(said.find()).as("it says that it warmed up").isTrue();
      assertThat(Integer.parseInt(said.group(1))).isPositive();

      HttpCalls management = gateway.managementCalls();
      assertThat(management.get("/metrics").text())
          .contains("fanfare_ready 1.0")
          .doesNotContainPattern("fanfare_(connections|messages)(_\\w+_total)?(\\{[^}]*})? [1-9]");

      gateway.end();
      assertThat(gateway.exitCode()).isZero();
    }
  }
}
