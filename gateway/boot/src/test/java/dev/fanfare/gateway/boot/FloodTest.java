package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.WsClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An app that sends far more than it may, over real sockets, on every loop: judged by what the
 * others get done meanwhile, not by the clock.
 */
@Timeout(120)
class FloodTest {
  private static final int FLOOD = 30_000;
  private static final int TRIPS = 100;

  @Test
  void anotherAppIsAnsweredWhileAFloodWaits(@TempDir Path folder) throws Exception {
    try (DevServer server =
        DevServer.start(folder, "--port", "0", "--app", "77:loud:loud-secret")) {
      List<Flood> floods = new ArrayList<>();
      try (WsClient quiet =
          WsClient.connect(
              URI.create("ws://localhost:" + server.port() + "/v1/connect"), "fanfare.v1.json")) {
        quiet.send("{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"dev:dev-secret\"}").next();
        int loops = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < 2 * loops; i++) {
          floods.add(Flood.begin(server.port(), FLOOD));
        }
        for (Flood flood : floods) {
          flood.answersMoreThan(100);
        }
        for (int trip = 0; trip < TRIPS; trip++) {
          String number = "\"i\":" + (trip + 2) + ",";
          quiet.send("{" + number + "\"op\":\"ping\"}").expect(number);
        }

        assertThat(floods).allSatisfy(flood -> assertThat(flood.answered()).isLessThan(FLOOD));
      }
      for (Flood flood : floods) {
        flood.answersMoreThan(FLOOD - 1); // the last one too: what waited was not lost
        flood.close();
      }
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }
}
