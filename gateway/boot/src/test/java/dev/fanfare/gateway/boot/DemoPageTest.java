package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
 * The page in a real browser, against the real server; {@code tests/node/demo-page.mjs} says what
 * people do.
 */
@Timeout(150)
class DemoPageTest {
  private static final Path NODE =
      Path.of(System.getProperty("fanfare.root", "../.."), "tests/node");

  @TempDir private Path folder = Path.of("");

  @Test
  void twoPeopleChatSeeEachOtherAndSurviveARestart() throws Exception {
    assumeTrue(
        Files.isDirectory(NODE.resolve("node_modules/playwright-core"))
            && Files.isExecutable(Path.of("/usr/bin/chromium")),
        "a browser test: ./fanfare test installs what it needs");
    try (DevServer first = DevServer.start(folder, "--port", "0")) {
      String port = Integer.toString(first.port());
      Process people =
          new ProcessBuilder("node", "demo-page.mjs", "http://localhost:" + port + "/")
              .directory(NODE.toFile())
              .redirectErrorStream(true)
              .start();
      try {
        BufferedReader said = people.inputReader(StandardCharsets.UTF_8);
        List<String> steps = readUntil(said, "restart the server");
        assertThat(first.stop()).isZero();
        try (DevServer second = DevServer.start(folder, "--port", port)) {
          try (BufferedWriter tell = people.outputWriter(StandardCharsets.UTF_8)) {
            tell.write("restarted\n");
          }
          steps.addAll(readUntil(said, "done"));
          assertThat(second.log()).doesNotContain("ERROR");
        }
        assertThat(people.waitFor()).isZero();
        assertThat(steps)
            .containsExactly(
                "both are here",
                "both chat, and markup stays text",
                "a newcomer sees the history",
                "restart the server",
                "both came back and were told what is gone",
                "done");
      } finally {
        people.destroyForcibly();
      }
    }
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
