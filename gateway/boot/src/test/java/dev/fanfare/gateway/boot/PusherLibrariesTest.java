package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pusher's own libraries, as they come from their registries, against the real server. */
@Timeout(120)
class PusherLibrariesTest {
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
    NodeScript.needs("pusher-js");
    // The certificate was made for this run; a developer tells the client to trust it.
    Map<String, String> trusting =
        scheme.equals("tls")
            ? Map.of("NODE_TLS_REJECT_UNAUTHORIZED", "0", "NODE_NO_WARNINGS", "1")
            : Map.of();
    try (NodeScript node =
        NodeScript.start(
            trusting, "pusher.mjs", "localhost", port, "1001", "dev", "dev-secret", scheme)) {
      assertThat(node.saysAll()).last().isEqualTo("done");
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
