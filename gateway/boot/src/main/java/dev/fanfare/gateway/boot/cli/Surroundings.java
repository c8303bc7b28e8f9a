package dev.fanfare.gateway.boot.cli;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
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
    PrintWriter out,
    PrintWriter err,
    Function<String, Optional<String>> environment,
    InstantSource clock,
    RandomGenerator random,
    Signals signals) {

  /** Those of this process. */
  static Surroundings ofProcess(Launcher launcher) {
    return new Surroundings(
        launcher,
        utf8(System.out),
        utf8(System.err),
        name -> Optional.ofNullable(System.getenv(name)),
        InstantSource.system(),
        new SecureRandom(),
        Signals.ofProcess());
  }

  private static PrintWriter utf8(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
