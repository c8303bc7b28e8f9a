package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a reloaded file means for those who are connected. */
@Timeout(60)
class ReloadTest {
  private static final String KEY =
      "signingSecrets: [{id: k, secret: s, presentable: true, capabilities: all, revoked: %s}]";

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");
  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @BeforeEach
  void file() throws Exception {
    file = folder.resolve("fanfare.yaml");
    write(KEY.formatted("false"));
  }

  @Test
  void aRevokedKeyClosesWhatRestsOnIt() throws Exception {
    try (DevServer server = connected()) {
      write(KEY.formatted("true"));
      server.reload();

      assertThat(closed()).isEqualTo("closed 4401");
    }
  }

  @Test
  void aKeyThatIsGoneClosesWhatRestsOnIt() throws Exception {
    try (DevServer server = connected()) {
      write("name: without keys");
      server.reload();

      assertThat(closed()).isEqualTo("closed 4401");
    }
  }

  @Test
  void aMistakeDisturbsNobody() throws Exception {
    try (DevServer server = connected()) {
      write("nme: mistyped");
      server.reload();
      server.logs("'apps[0]' has no key 'nme'");
      write(KEY.formatted("false") + "\n    name: renamed");
      server.reload();
      server.logs("Configuration read again: 0 apps added, 1 changed, 0 removed.");

      assertThat(heard.poll(1, TimeUnit.SECONDS)).isNull();
    }
  }

  private void write(String app) throws Exception {
    Path next = Files.writeString(folder.resolve("next"), "apps:\n  - id: 5\n    " + app + "\n");
    Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** A server with one client, whose key is in the file. */
  private DevServer connected() throws Exception {
    DevServer server = DevServer.start(folder, "--port", "0", "--config", file.toString());
    WebSocket socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create("ws://localhost:" + server.port() + "/v1/connect"), new Ears())
            .get(10, TimeUnit.SECONDS);
    socket
        .sendText("{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"k:s\"}", true)
        .get(10, TimeUnit.SECONDS);
    assertThat(heard.poll(10, TimeUnit.SECONDS)).contains("\"ok\"");
    return server;
  }

  /** How it ended, after whatever was said before. */
  private String closed() throws InterruptedException {
    for (String said = next(); ; said = next()) {
      if (said.startsWith("closed")) {
        return said;
      }
    }
  }

  private String next() throws InterruptedException {
    String said = heard.poll(10, TimeUnit.SECONDS);
    return said == null ? "closed by nobody" : said;
  }

  private final class Ears implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      heard.add(data.toString());
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      heard.add("closed " + code);
      return CompletableFuture.completedStage(null);
    }
  }
}
