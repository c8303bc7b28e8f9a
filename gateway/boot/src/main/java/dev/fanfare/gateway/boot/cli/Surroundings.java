package dev.fanfare.gateway.boot.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What a command finds around itself.
 *
 * @param environment environment variables by name
 * @param random for secrets: unpredictable
 */
record Surroundings(
    Launcher launcher,
    StoreLauncher stores,
    PrintWriter out,
    PrintWriter err,
    Function<String, Optional<String>> environment,
    InstantSource clock,
    RandomGenerator random,
    Signals signals) {

  /** Those of this process. */
  static Surroundings ofProcess(Launcher launcher, StoreLauncher stores) {
    return new Surroundings(
        launcher,
        stores,
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        name -> Optional.ofNullable(System.getenv(name)),
        InstantSource.system(),
        new SecureRandom(),
        Signals.ofProcess());
  }
}
