package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compression with a client that is not ours, npm's ws; {@code tests/node/deflate.mjs} says what it
 * does.
 */
@Timeout(60)
class DeflateLibraryTest {
  private static final Path NODE =
      Path.of(System.getProperty("fanfare.root", "../.."), "tests/node");

  @Test
  void compressedMessagesGoToAndFroWhereClientAndAppAgree(@TempDir Path folder) throws Exception {
    assumeTrue(
        Files.isDirectory(NODE.resolve("node_modules/ws")),
        "needs npm packages: ./fanfare test installs them");
    Path config = folder.resolve("fanfare.yaml");
    Files.writeString(
        config,
        """
        server:
          deflate: true
        apps:
          - id: 2001
            options: {compressOutbound: true}
            signingSecrets:
              - {id: short, secret: a-secret-of-at-least-32-characters, presentable: true, capabilities: all}
        """);
    try (DevServer server = DevServer.start(folder, "--port", "0", "--config", config.toString())) {
      Process node =
          new ProcessBuilder(
                  "node",
                  "deflate.mjs",
                  Integer.toString(server.port()),
                  "short:a-secret-of-at-least-32-characters")
              .directory(NODE.toFile())
              .redirectErrorStream(true)
              .start();
      try (BufferedReader said = node.inputReader()) {
        List<String> lines = said.lines().toList();
        assertThat(lines)
            .containsExactly(
                "it is agreed",
                "whoever does not offer it goes without",
                "compressed frames reach the socket that agreed, plain ones the other",
                "short ones and long ones keep their order",
                "done");
      } finally {
        node.destroyForcibly();
      }
      assertThat(server.log()).doesNotContain("ERROR");
    }
  }
}
