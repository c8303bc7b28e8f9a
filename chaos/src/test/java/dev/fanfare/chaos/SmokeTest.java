package dev.fanfare.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command itself, for a short while; ten minutes with {@code -Dfull}. */
class SmokeTest {
  @TempDir private Path folder = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aGatewayThatIsKilledStoppedAndDrainedKeepsItsPromises() {
    List<String> length =
        Boolean.getBoolean("fanfare.full")
            ? List.of("--minutes", "10")
            : List.of("--minutes", "0.4", "--every", "4");
    List<String> arguments = new ArrayList<>(length);
    arguments.addAll(List.of("--folder", folder.toString(), "--faults", "kill,term,pause"));

    int code = chaos(arguments.toArray(String[]::new));

    assertThat(out.toString() + err).contains("Every promise was kept.");
    assertThat(code).isZero();
    assertThat(folder.resolve("history.jsonl")).isNotEmptyFile();
    assertThat(chaos("--check", folder.resolve("history.jsonl").toString())).isZero();
  }

  @Test
  void aFindingIsNamedAndMakesTheCommandFail() throws Exception {
    Path history =
        Files.writeString(
            folder.resolve("h"),
            """
            {"what":"delivered","at":7,"subscriber":"s1","session":1,"channel":{"app":"a","name":"n"},"place":{"epoch":"e","offset":1},"id":"x"}
            """);

    assertThat(chaos("--check", history.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("phantom: s1 in a/n: 'x' was never published here");
  }

  @Test
  void anUnknownFaultIsRefusedWithThoseThatThereAre() {
    assertThat(chaos("--faults", "rain", "--folder", folder.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("There is no fault 'rain'. There are: kill, term, pause, freeze.");
  }

  @Test
  void faultsThatNeverEndOrNeverBeginAreRefused() {
    assertThat(chaos("--every", "0", "--folder", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--every is from 0 to 600, not 0.0.");
  }

  private int chaos(String... arguments) {
    return new CommandLine(new Main())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
