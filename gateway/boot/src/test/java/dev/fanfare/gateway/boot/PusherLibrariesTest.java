package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pusher's own libraries, as they come from their registries, against the real server. */
@Timeout(120)
class PusherLibrariesTest {
  private static final Path NODE =
      Path.of(System.getProperty("fanfare.root", "../.."), "tests/node");

  @TempDir private Path folder = Path.of("");

  @Test
  void theJavaScriptClientAndTheNodeServerWork() throws Exception {
    try (DevServer server = DevServer.start(folder, "--port", "0")) {
      works(server, Integer.toString(server.port()), "plain");
    }
  }

  @Test
  void theyWorkOverTlsToo() throws Exception {
    try (DevServer server = DevServer.start(folder, "--port", "0", "--tls", "--tls-port", "0")) {
      Matcher port = Pattern.compile("https://localhost:(\\d+)/").matcher(server.banner());
      assertThat(port.find()).isTrue();
      works(server, port.group(1), "tls");
    }
  }

  private static void works(DevServer server, String port, String scheme) throws Exception {
    assumeTrue(
        Files.isDirectory(NODE.resolve("node_modules/pusher-js")),
        "needs npm packages: ./fanfare test installs them");
    ProcessBuilder script =
        new ProcessBuilder(
                "node", "pusher.mjs", "localhost", port, "1001", "dev", "dev-secret", scheme)
            .directory(NODE.toFile())
            .redirectErrorStream(true);
    if (scheme.equals("tls")) {
      // The certificate was made for this run; a developer tells the client to trust it.
      script.environment().put("NODE_TLS_REJECT_UNAUTHORIZED", "0");
      script.environment().put("NODE_NO_WARNINGS", "1");
    }
    Process node = script.start();
    try (BufferedReader said = node.inputReader()) {
      List<String> lines = said.lines().toList();
      assertThat(lines).last().isEqualTo("done");
      assertThat(node.waitFor()).isZero();
    } finally {
      node.destroyForcibly();
    }
    assertThat(server.log()).doesNotContain("ERROR");
  }

  @Test
  void theJavaClientAndTheJavaServerWork() throws Exception {
    try (DevServer server = DevServer.start(folder, "--port", "0")) {
      JavaLibraries.work(server.port(), "1001", "dev", "dev-secret");
      assertThat(server.log()).doesNotContain("ERROR");
    }
  }
}
