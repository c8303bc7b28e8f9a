package dev.fanfare.chaos;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this machine has. */
public final class Machine {
  private Machine() {}

  /** Whether a command is on the PATH. */
  public static boolean has(String command) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(part -> Files.isExecutable(Path.of(part, command)));
  }
}
