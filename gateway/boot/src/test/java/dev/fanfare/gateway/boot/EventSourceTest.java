package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A plain {@code EventSource} in a real browser, against the real server; {@code
 * tests/node/event-source.mjs} says what happens to it.
 */
@Timeout(150)
class EventSourceTest {
  @TempDir private Path folder = Path.of("");

  @Test
  @Spec({"SSE-6", "SSE-13", "TIC-6"})
  void survivesCutsAndARestartWithoutLossOrDuplicate() throws Exception {
    NodeScript.needsBrowser();
    Path config = folder.resolve("fanfare.yaml");
    Files.writeString(config, "cluster:\n  secret: \"a secret that outlives one process!!\"\n");
    try (DevServer first = start("0", config)) {
      String port = Integer.toString(first.port());
      try (NodeScript browser =
          NodeScript.start("event-source.mjs", "http://127.0.0.1:" + port, "dev:dev-secret")) {
        List<String> steps = browser.saysUntil("restart the server");
        assertThat(first.stop()).isZero();
        try (DevServer second = start(port, config)) {
          browser.tell("restarted");
          steps.addAll(browser.saysUntil("done"));
          assertThat(second.log()).doesNotContain("ERROR");
        }
        assertThat(browser.saysAll()).isEmpty();
        assertThat(steps)
            .containsExactly(
                "it is open",
                "three cuts cost nothing",
                "restart the server",
                "it came back by itself, and was told what is gone",
                "done");
      }
    }
  }

  private DevServer start(String port, Path config) throws IOException {
    return DevServer.start(folder, "--port", port, "--config", config.toString());
  }
}
