package dev.fanfare.gateway.boot;

import dev.fanfare.testkit.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code dev} as a process of its own, started as users start it, but sooner; its log goes to a
 * file.
 */
final class DevServer implements AutoCloseable {
  private static final Pattern PAGE = Pattern.compile("Demo page +http://localhost:(\\d+)/");
  private static final Pattern MANAGEMENT = Pattern.compile("Management +http://localhost:(\\d+)/");

  private static final Pattern TOKEN = Pattern.compile("Operator .* token (\\S+)");

  private final Process process;
  private final Path log;
  private final String banner;
  private final boolean hasDatabase;

  private DevServer(Process process, Path log, String banner, boolean hasDatabase) {
    this.process = process;
    this.log = log;
    this.banner = banner;
    this.hasDatabase = hasDatabase;
  }

  /** Returns when clients can connect. */
  static DevServer start(Path folder, String... arguments) throws IOException {
    Path log = Files.createTempFile(folder, "dev", ".log");
    List<String> line = new ArrayList<>(List.of("dev", "--management-port", "0"));
    line.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(ProductCommand.of(List.of(), line)).redirectError(log.toFile()).start();
    StringBuilder banner = new StringBuilder();
    BufferedReader printed = process.inputReader(StandardCharsets.UTF_8);
    for (String said = printed.readLine(); said != null; said = printed.readLine()) {
      banner.append(said).append('\n');
      if (said.contains("-d '{")) { // the last line of the tour
        return new DevServer(
            process, log, banner.toString(), List.of(arguments).contains("--webhook"));
      }
    }
    throw new AssertionError("The server did not start:\n" + banner + Files.readString(log));
  }

  /** Everything that it printed when it was ready. */
  String banner() {
    return banner;
  }

  int port() {
    return number(PAGE);
  }

  int managementPort() {
    return number(MANAGEMENT);
  }

  /** Ends it as an operator would. */
  int stop() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  /** Tells it to read its file again; it does so soon. */
  void reload() throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill failed");
    }
  }

  /** Everything logged up to now. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Waits until this was logged. */
  void logs(String part) {
    Patience.until("the log says: " + part, () -> log().contains(part));
  }

  /** As an operator would where it has a database of its own, which would live on without it. */
  @Override
  public void close() {
    try {
      if (hasDatabase) {
        process.destroy();
        process.waitFor(20, TimeUnit.SECONDS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }

  /** What opens the operator's API. */
  String operatorToken() {
    Matcher found = TOKEN.matcher(banner);
    if (!found.find()) {
      throw new AssertionError("Not in the banner: " + TOKEN);
    }
    return found.group(1);
  }

  private int number(Pattern pattern) {
    Matcher found = pattern.matcher(banner);
    if (!found.find()) {
      throw new AssertionError("Not in the banner: " + pattern);
    }
    return Integer.parseInt(found.group(1));
  }
}
