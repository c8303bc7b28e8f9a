package dev.fanfare.gateway.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a real process shows: streams, exit codes, signals. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // nothing interrupts reading
class ProcessTest {
  /** Its bit in a mask of signals: it is number 2. */
  private static final long SIGINT = 1L << 1;

  @TempDir private Path folder = Path.of("");
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void endAll() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void helpGoesToTheOutput() throws Exception {
    Process help = start("--help");

    assertThat(output(help)).startsWith("Usage: fanfare").contains("dev", "gateway", "token");
    assertThat(help.waitFor()).isZero();
  }

  @Test
  void aMistakeIsOneLineWithoutAStackTrace() throws Exception {
    Process mistake = start("dev", "--prot", "1");

    assertThat(errors(mistake)).hasLineCount(1).contains("Did you mean --port?");
    assertThat(mistake.waitFor()).isEqualTo(2);
  }

  @Test
  void oneSignalEndsItWell() throws Exception {
    Process dev = start("dev");
    awaitLine(dev, "is ready");

    send(dev, "TERM");

    assertThat(dev.waitFor()).isZero();
    assertThat(errors(dev)).contains("INFO  Ended.");
  }

  @Test
  void theSecondInterruptEndsItAtOnce() throws Exception {
    assumeFalse(
        ignoresInterrupts(),
        "skipped: SIGINT is ignored here, as in the background of a shell without job control, and whatever is started inherits that; run it in the foreground");
    Path file = Files.writeString(folder.resolve("f.yaml"), "server: {drainGrace: 10m}");
    Process dev = start("dev", "--config", file.toString());
    awaitLine(dev, "is ready");

    send(dev, "INT");
    awaitError(dev, "Once more to end at once.");
    send(dev, "INT");

    assertThat(dev.waitFor()).isEqualTo(130);
  }

  @Test
  void aHangupReadsTheFileAgain() throws Exception {
    Path file =
        Files.writeString(folder.resolve("f.yaml"), "server: {warmUp: 0s}\napps: [{id: a}]");
    Process gateway = start("gateway", "--config", file.toString());
    awaitError(gateway, "The gateway takes clients.");

    Files.writeString(file, "server: {warmUp: 0s}\napps: [{id: a}, {id: b}]");
    send(gateway, "HUP");
    awaitError(gateway, "Configuration read again: 1 apps added, 0 changed, 0 removed.");
    Files.writeString(file, "server: {warmUp: 0s}\napps: [{idd: a}]");
    send(gateway, "HUP");
    awaitError(gateway, "'apps[0]' has no key 'idd'");

    send(gateway, "TERM");
    assertThat(gateway.waitFor()).isZero();
  }

  /** Whether this process does, which a JVM leaves as it finds it; no where nothing tells. */
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
        .anyMatch(ignored -> (ignored & SIGINT) != 0);
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(QuietMain.class.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    processes.add(process);
    return process;
  }

  private static void send(Process process, String signal) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String errors(Process process) throws IOException {
    return String.join("\n", process.errorReader(StandardCharsets.UTF_8).lines().toList());
  }

  private static void awaitLine(Process process, String part) throws IOException {
    await(process.inputReader(StandardCharsets.UTF_8), part);
  }

  private static void awaitError(Process process, String part) throws IOException {
    await(process.errorReader(StandardCharsets.UTF_8), part);
  }

  private static void await(BufferedReader lines, String part) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains(part)) {
        return;
      }
    }
    throw new AssertionError("It ended without saying: " + part);
  }
}
