package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fanfare.testkit.HttpCalls;
import dev.fanfare.testkit.WsClient;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that can write neither its log nor temporary files. */
class FullDiskTest {
  private static final String SECRET = "a-secret-of-at-least-thirty-two-bytes";
  private static final File FULL = new File("/dev/full");

  @TempDir private Path folder = Path.of("");

  @Test
  void itServesAndEndsAsIfNothingWere() throws Exception {
    assumeTrue(FULL.exists(), "skipped: there is no /dev/full here");
    assumeTrue(canMount(), "skipped: this machine lets us mount nothing of our own");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path config = folder.resolve("fanfare.yaml");
    Files.writeString(
        config,
        """
        logging: {level: trace}
        server: {warmUp: 0s}
        apps:
          - id: "1001"
            signingSecrets: [{id: key, secret: %s, presentable: true, capabilities: all}]
        """
            .formatted(SECRET));
    List<String> flags = List.of("-Djava.io.tmpdir=" + temporary);
    try (ProductProcess gateway =
            ProductProcess.gateway(config, onAFullDisk(temporary), flags, FULL).ready();
        WsClient listener = WsClient.connect(gateway.socket(), "fanfare.v1.json")) {
      listener.send(
          "{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"key:%s\",\"subs\":{\"room\":{}}}"
              .formatted(SECRET));
      listener.expect("\"state\":\"full\"");

      HttpCalls calls = gateway.calls().basic("key", SECRET);
      for (int i = 1; i <= 200; i++) {
        assertThat(calls.post("/v1/channels/room/messages", "{\"data\":" + i + "}").status())
            .isEqualTo(201);
        listener.expect("\"o\":" + i);
      }
      assertThat(calls.get("/v1/channels/room/messages").text()).contains("\"o\":200");

      gateway.end();
      assertThat(gateway.exitCode()).isZero();
    }
  }

  /** A mount that only the process itself sees, and that has no byte left. */
  private static List<String> onAFullDisk(Path temporary) {
    return List.of(
        "unshare",
        "--mount",
        "sh",
        "-c",
        "mount -t tmpfs -o size=16k none \"$0\" || exit 9; "
            + "head -c 65536 /dev/zero > \"$0/fill\"; exec \"$@\"",
        temporary.toString());
  }

  private static boolean canMount() throws InterruptedException {
    try {
      return new ProcessBuilder("unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }
}
