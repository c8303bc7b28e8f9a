package dev.fanfare.gateway.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayCommandTest {
  private final Terminal terminal = new Terminal();

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void file() throws IOException {
    file = Files.writeString(folder.resolve("fanfare.yaml"), "apps: [{id: a}, {id: b}]\n");
  }

  @Test
  void itRunsTheAppsOfItsFileAndNothingElse() {
    int code = terminal.types("gateway", "--config", file.toString());

    assertThat(code).isZero();
    assertThat(terminal.directory.orElseThrow().app(new AppId("a"))).isPresent();
    assertThat(terminal.directory.orElseThrow().app(new AppId("1001"))).isEmpty();
    assertThat(terminal.extra).isEmpty();
  }

  @Test
  void aFileThatIsNotThereIsSaidInOneLine() {
    assertThat(terminal.types("gateway", "--config", folder.resolve("no.yaml").toString()))
        .isEqualTo(1);
    assertThat(terminal.complained().strip())
        .endsWith(
            "no.yaml: There is no such file. './fanfare config sample' prints one to start from.");
  }

  @Test
  void onHangupTheAppsAreReadAgain() {
    List<App> heard = new ArrayList<>();
    terminal.whenRunning =
        () -> {
          terminal.directory.orElseThrow().onChange(heard::add);
          write("apps: [{id: a, enabled: false}, {id: c}]\n");
          terminal.signal("HUP");
          terminal.signal("TERM");
        };

    terminal.types("gateway", "--config", file.toString());

    assertThat(heard)
        .extracting(app -> app.id() + (app.enabled() ? " on" : " off"))
        .containsExactlyInAnyOrder("a off", "c on", "b off");
    assertThat(terminal.directory.orElseThrow().app(new AppId("b"))).isEmpty();
  }

  @Test
  void aMistakeLeavesEverythingAsItIs() {
    List<App> heard = new ArrayList<>();
    terminal.whenRunning =
        () -> {
          terminal.directory.orElseThrow().onChange(heard::add);
          write("apps: [{id: a, nabled: false}]\n");
          terminal.signal("HUP");
          terminal.signal("TERM");
        };

    assertThat(terminal.types("gateway", "--config", file.toString())).isZero();

    assertThat(heard).isEmpty();
    assertThat(terminal.directory.orElseThrow().app(new AppId("b"))).isPresent();
  }

  @Test
  void anEndThatGoesWrongIsNoSuccess() {
    terminal.draining = Future.failedFuture("broken");

    assertThat(terminal.types("gateway", "--config", file.toString())).isEqualTo(1);
  }

  private void write(String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }
}
