package dev.fanfare.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final Channel NEWS = new Channel("a", "news");
  private static final Place PLACE = new Place("e", 3);

  @TempDir private Path folder = Path.of("");

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    List<Event> all =
        List.of(
            new Event.Attempted(1, NEWS, "m", "g1"),
            new Event.Acknowledged(2, NEWS, "m", PLACE),
            new Event.Failed(3, NEWS, "m", "timeout"),
            new Event.Subscribed(4, "s", 1, "g1", NEWS, Optional.of(PLACE), Event.State.GAP, PLACE),
            new Event.Subscribed(4, "s", 1, "g1", NEWS, Optional.empty(), Event.State.FULL, PLACE),
            new Event.Delivered(5, "s", 1, NEWS, PLACE, "m"),
            new Event.Told(6, "s", 1, NEWS, Event.Kind.SKIP, 2, PLACE),
            new Event.Ended(7, "s", 1),
            new Event.Entering(8, NEWS, "c"),
            new Event.Entered(8, NEWS, "c"),
            new Event.Leaving(9, NEWS, "c"),
            new Event.Observed(10, 9, NEWS, "g1", List.of("c")),
            new Event.Struck(11, "kill", "g1", true),
            new Event.Healed(12, "kill", "g1"),
            new Event.Calm(13));
    Path file = folder.resolve("history.jsonl");

    History.write(file, all);

    assertThat(History.read(file)).isEqualTo(all);
    assertThat(Files.readAllLines(file)).hasSameSizeAs(all);
  }

  @Test
  void aLineThatIsNoEventIsNamed() throws IOException {
    Path file =
        Files.writeString(folder.resolve("h"), "{\"what\":\"calm\",\"at\":1}\n{\"what\":\"x\"}\n");

    assertThatThrownBy(() -> History.read(file)).hasMessageContaining("line 2 is no event");
  }
}
