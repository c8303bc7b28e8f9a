package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fanfare.testkit.RandomRouting;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pusher's own libraries against three gateways behind a load balancer without stickiness: each
 * connection, and so each request of a session over HTTP, comes to any of them.
 */
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "fanfare.full", matches = "true")
@Timeout(180)
class VendorClusterTest {
  private static final Path NODE =
      Path.of(System.getProperty("fanfare.root", "../.."), "tests/node");
  private static final String SECRET = "another-secret-of-at-least-thirty-two-bytes";
  private static final int GATEWAYS = 3;

  private Optional<LocalCluster> cluster = Optional.empty();
  private Optional<RandomRouting> routing = Optional.empty();

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    assumeTrue(
        Files.exists(NODE.resolve("node_modules/pusher-js/package.json")),
        "needs npm packages: ./fanfare test installs them");
    LocalCluster started = LocalCluster.start(folder, GATEWAYS);
    cluster = Optional.of(started);
    List<Integer> ports = new ArrayList<>();
    for (int i = 1; i <= GATEWAYS; i++) {
      ports.add(started.port("gateway" + i));
    }
    routing = Optional.of(new RandomRouting(7, ports));
  }

  @AfterAll
  void stop() {
    routing.ifPresent(RandomRouting::close);
    cluster.ifPresent(LocalCluster::close);
  }

  @Test
  void theJavaScriptClientTheNodeServerAndEchoWork() throws Exception {
    assertThat(runs("pusher.mjs", "localhost", port(), "1002", "vendor", SECRET))
        .last()
        .isEqualTo("done");
  }

  @Test
  void theJavaClientAndTheJavaServerWork() throws Exception {
    JavaLibraries.work(Integer.parseInt(port()), "1002", "vendor", SECRET);
  }

  @Test
  void sessionsOverHttpAreFoundFromEveryGateway() throws Exception {
    assertThat(runs("pusher-fallback.mjs", "node", port(), "vendor", SECRET))
        .containsExactly("xhr_streaming", "xhr_polling", "done");
    for (int i = 0; i < GATEWAYS; i++) {
      assertThat(routing.orElseThrow().routedTo(i)).isPositive();
    }
  }

  @Test
  void sessionsOfABrowserAreFoundFromEveryGateway() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/chromium")),
        "a browser test: ./fanfare test installs what it needs");
    assertThat(runs("pusher-fallback.mjs", "browser", port(), "vendor", SECRET))
        .containsExactly("xhr_streaming", "xhr_polling", "sockjs", "sockjs-htmlfile", "done");
  }

  private List<String> runs(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(List.of(arguments));
    Process node =
        new ProcessBuilder(command).directory(NODE.toFile()).redirectErrorStream(true).start();
    try (BufferedReader said = node.inputReader(StandardCharsets.UTF_8)) {
      List<String> lines = said.lines().toList();
      assertThat(node.waitFor()).as(String.join("\n", lines)).isZero();
      return lines;
    } finally {
      node.destroyForcibly();
    }
  }

  private String port() {
    return Integer.toString(routing.orElseThrow().port());
  }
}
