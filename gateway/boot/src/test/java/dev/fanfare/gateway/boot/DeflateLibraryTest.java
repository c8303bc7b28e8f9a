package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compression with a client that is not ours, npm's ws; {@code tests/node/deflate.mjs} says what it
 * does.
 */
@Timeout(60)
class DeflateLibraryTest {
  @Test
  void compressedMessagesGoToAndFroWhereClientAndAppAgree(@TempDir Path folder) throws Exception {
    NodeScript.needs("ws");
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
      try (NodeScript node =
          NodeScript.start(
              "deflate.mjs",
              Integer.toString(server.port()),
              "short:a-secret-of-at-least-32-characters")) {
        assertThat(node.saysAll())
            .containsExactly(
                "it is agreed",
                "whoever does not offer it goes without",
                "compressed frames reach the socket that agreed, plain ones the other",
                "short ones and long ones keep their order",
                "done");
      }
      assertThat(server.log()).doesNotContain("ERROR");
    }
  }
}
