package dev.fanfare.gateway.boot.cli;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.OptionalInt;

/** A gateway that takes clients. */
public interface RunningGateway {
  /** The port that clients connect to. */
  int port();

  /** The port that clients connect to with TLS, if there is one. */
  default OptionalInt tlsPort() {
    return OptionalInt.empty();
  }

  /** The port of health, readiness and metrics. */
  int managementPort();

  /**
   * Becomes not ready, takes no more clients, sends those that are there elsewhere, and ends
   * everything. Completes when nothing is left of it, which takes at most a little longer than
   * {@code grace}.
   */
  Future<Void> drain(Duration grace);
}
