package dev.fanfare.gateway.boot.cli;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The commands as a process of their own, with a gateway that listens nowhere. Started by {@link
 * ProcessTest}.
 */
final class QuietMain {
  private QuietMain() {}

  public static void main(String[] arguments) {
    Surroundings around =
        new Surroundings(
            (config, directory, extra, metrics) -> Future.succeededFuture(new Quiet()),
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            name -> Optional.ofNullable(System.getenv(name)),
            InstantSource.system(),
            new SecureRandom(),
            Signals.ofProcess());
    System.exit(Cli.run(List.of(arguments), around));
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
