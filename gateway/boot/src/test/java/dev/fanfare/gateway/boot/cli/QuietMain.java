package dev.fanfare.gateway.boot.cli;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/**
 * The commands as a process of their own, with a gateway that listens nowhere. Started by {@link
 * ProcessTest}.
 */
final class QuietMain {
  private QuietMain() {}

  public static void main(String[] arguments) {
    Cli.main(
        arguments,
        (config, directory, overrides, extra, metrics) -> Future.succeededFuture(new Quiet()),
        (config, metrics) -> {
          throw new IllegalStateException("No store here");
        });
  }

  /** Ends at once, or never when its grace is ten minutes. */
  private static final class Quiet implements RunningGateway {
    @Override
    public int port() {
      return 1;
    }

    @Override
    public int managementPort() {
      return 2;
    }

    @Override
    public Future<Void> drain(Duration grace) {
      return grace.equals(Duration.ofMinutes(10))
          ? Promise.<Void>promise().future()
          : Future.succeededFuture();
    }
  }
}
