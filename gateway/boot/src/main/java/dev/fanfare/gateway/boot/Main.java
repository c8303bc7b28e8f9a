package dev.fanfare.gateway.boot;

import dev.fanfare.gateway.boot.cli.Cli;
import dev.fanfare.gateway.boot.cli.Signals;
import dev.fanfare.gateway.boot.cli.Surroundings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The process. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    Surroundings around =
        new Surroundings(
            Gateway::start,
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            name -> Optional.ofNullable(System.getenv(name)),
            InstantSource.system(),
            new SecureRandom(),
            Signals.ofProcess());
    System.exit(Cli.run(List.of(arguments), around));
  }
}
