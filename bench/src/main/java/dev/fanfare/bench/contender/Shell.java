package dev.fanfare.bench.contender;

import dev.fanfare.bench.load.BenchFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs commands that end by themselves. */
final class Shell {
  private Shell() {}

  /** Runs a command and returns what it printed; a failure says what it was. */
  static String run(Path folder, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new BenchFailure(String.join(" ", command) + " failed:\n" + printed.strip());
      }
      return printed.strip();
    } catch (IOException missing) {
      throw new BenchFailure("cannot run " + command.get(0) + ": " + missing.getMessage(), missing);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted", interrupted);
    }
  }
}
