package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
  @TempDir private Path folder = Path.of("");

  @Test
  void twoPeopleChatSeeEachOtherAndSurviveARestart() throws Exception {
    NodeScript.needsBrowser();
    try (DevServer first = DevServer.start(folder, "--port", "0")) {
      String port = Integer.toString(first.port());
      try (NodeScript people =
          NodeScript.start("demo-page.mjs", "http://localhost:" + port + "/")) {
        List<String> steps = people.saysUntil("restart the server");
        assertThat(first.stop()).isZero();
        try (DevServer second = DevServer.start(folder, "--port", port)) {
          people.tell("restarted");
          steps.addAll(people.saysUntil("done"));
          assertThat(second.log()).doesNotContain("ERROR");
        }
        assertThat(people.saysAll()).isEmpty();
        assertThat(steps)
            .containsExactly(
                "both are here",
                "both chat, and markup stays text",
                "a newcomer sees the history",
                "restart the server",
                "both came back and were told what is gone",
                "done");
      }
    }
  }
}
