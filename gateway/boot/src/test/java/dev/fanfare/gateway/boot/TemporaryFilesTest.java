package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody tidies up after a kill -9. */
class TemporaryFilesTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aGatewayThatIsKilledLeavesNoneBehind() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path config = Files.writeString(folder.resolve("fanfare.yaml"), "apps: []\n");
    Path log = folder.resolve("gateway.log");
    List<String> flags = List.of("-Djava.io.tmpdir=" + temporary);
    try (ProductProcess gateway =
        ProductProcess.gateway(config, List.of(), flags, log.toFile()).ready()) {
      gateway.kill();
      assertThat(gateway.exitCode()).isNotZero();

      assertThat(temporary).isEmptyDirectory();
    }
  }
}
