package dev.fanfare.gateway.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhooksCommandTest {
  private final Terminal terminal = new Terminal();

  @TempDir Path folder;

  @Test
  void deadLettersAreShownAndReplayedFromTheDatabaseOfTheFile() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      Path file =
          Files.writeString(
              folder.resolve("fanfare.yaml"),
              "database:\n  url: " + postgres.getJdbcUrl("postgres", "postgres") + "\n");

      assertThat(terminal.types("webhooks", "dead", "--config", file.toString(), "--app", "1001"))
          .isZero();
      assertThat(terminal.types("webhooks", "replay", "--config", file.toString(), "--app", "1001"))
          .isZero();
      assertThat(terminal.printed()).contains("0 events are sent again.");
    }
  }

  @Test
  void withoutADatabaseThereIsNothingToReplay() throws Exception {
    Path file = Files.writeString(folder.resolve("fanfare.yaml"), "apps: []\n");

    assertThat(terminal.types("webhooks", "replay", "--config", file.toString(), "--app", "1001"))
        .isEqualTo(1);
    assertThat(terminal.complained()).contains("database.url");
  }
}
