package dev.fanfare.gateway.boot.cli;

import dev.fanfare.gateway.boot.config.FanfareConfig;
import dev.fanfare.gateway.boot.metrics.Metrics;
import java.io.IOException;

/** Starts a member of the store. */
@FunctionalInterface
public interface StoreLauncher {
  /** Blocking; a failure says in its message what could not be had. */
  RunningGateway start(FanfareConfig config, Metrics metrics) throws IOException;
}
