package dev.fanfare.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fanfare.gateway.edge.loop.EdgeLoops;
import dev.fanfare.gateway.edge.loop.Transport;
import dev.fanfare.gateway.edge.websocket.WebSocketOptions;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Compression as Autobahn's groups 12 and 13 try it, which the edition that runs on the JVM leaves
 * out: offers × lengths, text and bytes, whole and in fragments, played by npm's ws in {@code
 * tests/node/deflate-cases.mjs}. The full run sends more messages of each length.
 */
@Timeout(900)
class DeflateCasesTest {
  private static final Path NODE =
      Path.of(System.getProperty("fanfare.root", "../.."), "tests/node");
  private static final int LONGEST_MESSAGE = 1 << 20;
  private static final int MESSAGES = Boolean.getBoolean("fanfare.full") ? 200 : 12;

  @Test
  void everyMessageComesBackAsItWasWhateverWasOffered() throws Exception {
    assumeTrue(
        Files.isDirectory(NODE.resolve("node_modules/ws")),
        "needs npm packages: ./fanfare test installs them");
    EdgeOptions options =
        EdgeOptions.DEFAULT.withWebSocket(WebSocketOptions.DEFAULT.withDeflate(true));
    EdgeLoops loops = EdgeLoops.start(1, Transport.AUTO);
    try {
      EdgeServer server =
          EdgeServer.start(
                  loops,
                  "127.0.0.1",
                  0,
                  options,
                  List.of(new EchoDialect()),
                  EchoGate.compressing(LONGEST_MESSAGE))
              .toCompletionStage()
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      assertThat(play(server.port())).hasSize(9).last().isEqualTo("done");
    } finally {
      loops.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  private static List<String> play(int port) throws Exception {
    Process node =
        new ProcessBuilder(
                "node", "deflate-cases.mjs", Integer.toString(port), Integer.toString(MESSAGES))
            .directory(NODE.toFile())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = node.inputReader()) {
      return said.lines().toList();
    } finally {
      node.destroyForcibly();
    }
  }
}
