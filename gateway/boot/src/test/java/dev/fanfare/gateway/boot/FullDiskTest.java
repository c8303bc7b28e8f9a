package dev.fanfare.gateway.boot;

import static dev.fanfare.testkit.Patience.until;
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
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Processes that can write neither their log nor temporary files. */
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

  @Test
  @EnabledIfSystemProperty(named = "fanfare.full", matches = "true")
  void aMemberOfAStoreKeepsWhatItIsGivenAsIfNothingWere() throws Exception {
    assumeTrue(canMount(), "skipped: this machine lets us mount nothing of our own");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    try (LocalCluster cluster = LocalCluster.start(folder, 1)) {
      HttpCalls calls = HttpCalls.to(cluster.http("gateway1")).basic("key", SECRET);
      cluster.kill("member3");
      cluster.startAgain(
          "member3", sayingAllToAFullDisk(temporary), List.of("-Djava.io.tmpdir=" + temporary));
      for (int i = 0; i < 200; i++) {
        assertThat(isTaken(calls, "c" + i)).isTrue();
      }

      cluster.kill("member1"); // what both had, the one on the full disk has alone now
      for (int i = 0; i < 200; i++) {
        assertThat(isKept(calls, "c" + i)).isTrue();
      }
      cluster.startAgain("member1");
      assertThat(cluster.end("member3")).isZero();
      for (int i = 0; i < 200; i++) {
        assertThat(isKept(calls, "c" + i)).isTrue();
      }
    }
  }

  /** As a publisher does who must not lose it. */
  private static boolean isTaken(HttpCalls calls, String channel) {
    until(
        "it is taken",
        () ->
            calls
                    .post("/v1/channels/" + channel + "/messages", "{\"id\":\"1\",\"data\":1}")
                    .status()
                <= 201);
    return isKept(calls, channel);
  }

  private static boolean isKept(HttpCalls calls, String channel) {
    until(
        "it is answered", () -> calls.get("/v1/channels/" + channel + "/messages").status() == 200);
    String page = calls.get("/v1/channels/" + channel + "/messages").text();
    return page.contains("\"o\":1") && !page.contains("\"o\":2");
  }

  /** A mount that only the process itself sees, and that has no byte left. */
  private static List<String> onAFullDisk(Path temporary) {
    return onAFullDisk(temporary, "exec \"$@\"");
  }

  private static List<String> sayingAllToAFullDisk(Path temporary) {
    return onAFullDisk(temporary, "exec \"$@\" > \"$0/log\" 2>&1");
  }

  private static List<String> onAFullDisk(Path temporary, String exec) {
    return List.of(
        "unshare",
        "--mount",
        "sh",
        "-c",
        "mount -t tmpfs -o size=16k none \"$0\" || exit 9; "
            + "head -c 65536 /dev/zero > \"$0/fill\"; "
            + exec,
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
