package dev.fanfare.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A peer that only receives and vanishes with its network: between two network namespaces, whose
 * wire is cut. Needs Linux, root and {@code ip}.
 */
@Timeout(60)
class VanishedPeerTest {
  private static final String ID = Long.toString(ProcessHandle.current().pid(), 36);
  private static final String HERE = "fan" + ID + "a";
  private static final String THERE = "fan" + ID + "b";

  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void wire() {
    assumeTrue(ip("netns add " + HERE) && ip("netns add " + THERE), "no network namespaces here");
    assertThat(
            ip("link add eth0 netns " + HERE + " type veth peer name eth0 netns " + THERE)
                && ip("-n " + HERE + " addr add 10.231.7.1/30 dev eth0")
                && ip("-n " + THERE + " addr add 10.231.7.2/30 dev eth0")
                && ip("-n " + HERE + " link set eth0 up")
                && ip("-n " + THERE + " link set eth0 up"))
        .isTrue();
  }

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
    ip("netns del " + HERE);
    ip("netns del " + THERE);
  }

  @Test
  void isNoticedSoonAfterSomethingWasSentToIt() throws Exception {
    try (BufferedReader server =
        start(
            HERE,
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("java.class.path"),
            LonelyServer.class.getName(),
            "10.231.7.1")) {
      String port = after(server, "port ");
      try (BufferedReader client =
          start(
              THERE,
              "bash",
              "-c",
              "exec 3<>/dev/tcp/10.231.7.1/"
                  + port
                  + " && printf 'GET /stream?status=200 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' >&3"
                  + " && exec cat <&3")) {
        after(server, "opened");
        after(client, "x");
        long cut = System.nanoTime();
        assertThat(ip("-n " + THERE + " link set eth0 down")).isTrue();

        after(server, "closed");
        assertThat(Duration.ofNanos(System.nanoTime() - cut))
            .isLessThan(Duration.ofSeconds(30)); // the system's own patience is 15 min
      }
    }
  }

  private BufferedReader start(String space, String... command) throws IOException {
    List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", space));
    inside.addAll(List.of(command));
    Process process =
        new ProcessBuilder(inside).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    processes.add(process);
    return process.inputReader(StandardCharsets.UTF_8);
  }

  /** What follows in the first line that begins so; others, of logs and heads, are passed over. */
  private static String after(BufferedReader lines, String begin) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(begin)) {
        return line.substring(begin.length());
      }
    }
    throw new AssertionError("There came no line that begins with '" + begin + "'");
  }

  private static boolean ip(String arguments) {
    try {
      Process ip =
          new ProcessBuilder(("ip " + arguments).split(" "))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return ip.waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
