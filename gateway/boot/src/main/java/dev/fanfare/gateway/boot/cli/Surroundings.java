package dev.fanfare.gateway.boot.cli;

import java.io.PrintWriter;
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
public record Surroundings(
    Launcher launcher,
    PrintWriter out,
    PrintWriter err,
    Function<String, Optional<String>> environment,
    InstantSource clock,
    RandomGenerator random,
    Signals signals) {}
