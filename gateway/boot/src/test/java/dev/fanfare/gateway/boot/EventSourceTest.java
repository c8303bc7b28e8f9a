package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fanfare.testkit.Spec;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final Path NODE =
      Path.of(System.getProperty("fanfare.root", "../.."), "tests/node");

  @TempDir private Path folder = Path.of("");

  @Test
  @Spec({"SSE-6", "SSE-13", "TIC-6"})
  void survivesCutsAndARestartWithoutLossOrDuplicate() throws Exception {
    assumeTrue(
        Files.isDirectory(NODE.resolve("node_modules/playwright-core"))
            && Files.isExecutable(Path.of("/usr/bin/chromium")),
        "a browser test: ./fanfare test installs what it needs");
    Path config = folder.resolve("fanfare.yaml");
    Files.writeString(config, "cluster:\n  secret: \"a secret that outlives one process!!\"\n");
    try (DevServer first = start("0", config)) {
      String port = Integer.toString(first.port());
      Process browser =
          new ProcessBuilder(
                  "node", "event-source.mjs", "http://127.0.0.1:" + port, "dev:dev-secret")
              .directory(NODE.toFile())
              .redirectErrorStream(true)
              .start();
      try {
        BufferedReader said = browser.inputReader(StandardCharsets.UTF_8);
        List<String> steps = readUntil(said, "restart the server");
        assertThat(first.stop()).isZero();
        try (DevServer second = start(port, config)) {
          try (BufferedWriter tell = browser.outputWriter(StandardCharsets.UTF_8)) {
            tell.write("restarted\n");
          }
          steps.addAll(readUntil(said, "done"));
          assertThat(second.log()).doesNotContain("ERROR");
        }
        assertThat(browser.waitFor()).isZero();
        assertThat(steps)
            .containsExactly(
                "it is open",
                "three cuts cost nothing",
                "restart the server",
                "it came back by itself, and was told what is gone",
                "done");
      } finally {
        browser.destroyForcibly();
      }
    }
  }

  private DevServer start(String port, Path config) throws IOException {
    return DevServer.start(folder, "--port", port, "--config", config.toString());
  }

  private static List<String> readUntil(BufferedReader lines, String last) throws IOException {
    List<String> read = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      read.add(line);
      if (line.equals(last)) {
        return read;
      }
    }
    throw new AssertionError("It ended after:\n" + String.join("\n", read));
  }
}
