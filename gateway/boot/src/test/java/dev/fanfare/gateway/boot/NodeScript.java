package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A script of {@code tests/node} as a process: clients that are not ours, and browsers. */
final class NodeScript implements AutoCloseable {
  private static final Path FOLDER =
      Path.of(System.getProperty("fanfare.root", "../.."), "tests/node");

  private final Process process;
  private final BufferedReader said;

  private NodeScript(Process process) {
    this.process = process;
    this.said = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Skips the test where one of these npm packages is not installed. */
  static void needs(String... packages) {
    assumeTrue(has(packages), "skipped: needs npm packages; ./fanfare test installs them");
  }

  /** Skips the test where there is no browser, or nothing to drive it, or not these packages. */
  static void needsBrowser(String... packages) {
    assumeTrue(
        has(packages) && has("playwright-core") && Files.isExecutable(Path.of("/usr/bin/chromium")),
        "skipped: a browser test; ./fanfare test installs what it needs");
  }

  /** Whether all of these npm packages are installed. */
  static boolean has(String... packages) {
    return Stream.of(packages)
        .allMatch(
            name -> Files.exists(FOLDER.resolve("node_modules").resolve(name + "/package.json")));
  }

  /** Starts a script. */
  static NodeScript start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  /**
   * Starts a script.
   *
   * @param environment variables that it has beside ours
   */
  static NodeScript start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(List.of(arguments));
    ProcessBuilder script =
        new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true);
    script.environment().putAll(environment);
    return new NodeScript(script.start());
  }

  /** What it says from now on up to this line, which it must come to. */
  List<String> saysUntil(String last) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      lines.add(line);
      if (line.equals(last)) {
        return lines;
      }
    }
    throw new AssertionError("It ended after:\n" + String.join("\n", lines));
  }

  /** Everything that it says from now on; it must end well. */
  List<String> saysAll() throws InterruptedException {
    List<String> lines = said.lines().toList();
    assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
    return lines;
  }

  /** Tells it a line; nothing more can be told after that. */
  void tell(String line) throws IOException {
    try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write(line + "\n");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
