package dev.fanfare.gateway.boot.cli;

import dev.fanfare.gateway.boot.config.FanfareConfig;
import dev.fanfare.gateway.boot.metrics.Metrics;
import dev.fanfare.gateway.boot.operator.AttachedOverrides;
import dev.fanfare.gateway.dialect.Dialect;
import dev.fanfare.gateway.port.AppDirectory;
import io.vertx.core.Future;
import java.util.List;

/** Starts a gateway. */
@FunctionalInterface
public interface Launcher {
  /**
   * Completes when clients can connect. A failure says in its message what could not be had.
   *
   * @param overrides get to know the store when it is found
   * @param extra dialects beside those that every gateway speaks
   */
  Future<RunningGateway> start(
      FanfareConfig config,
      AppDirectory directory,
      AttachedOverrides overrides,
      List<Dialect> extra,
      Metrics metrics);
}
