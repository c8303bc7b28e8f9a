package dev.fanfare.gateway.boot.cli;

import dev.fanfare.gateway.boot.config.FanfareConfig;
import dev.fanfare.gateway.boot.operator.AttachedOverrides;
import dev.fanfare.gateway.dialect.Dialect;
import dev.fanfare.gateway.port.AppDirectory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Somebody at a terminal, who sees what is printed and sends signals. What would be a gateway only
 * notes how it was started and ended; as soon as it runs, {@code whenRunning} is done.
 */
final class Terminal {
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  final Map<String, String> environment = new HashMap<>();
  final List<String> drained = new ArrayList<>();
  Optional<FanfareConfig> startedWith = Optional.empty();
  Optional<AppDirectory> directory = Optional.empty();
  List<Dialect> extra = List.of();
  Future<Void> draining = Future.succeededFuture();
  Optional<Throwable> startFails = Optional.empty();
  Runnable whenRunning = () -> signal("TERM");

  private final Map<String, Runnable> signals = new ConcurrentHashMap<>();

  /** Types a command and waits for its end. */
  int types(String... words) {
    Surroundings around =
        new Surroundings(
            this::launch,
            (config, metrics) -> {
              throw new IllegalStateException("No store here");
            },
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            name -> Optional.ofNullable(environment.get(name)),
            () -> Instant.parse("2026-01-02T03:04:05Z"),
            new Random(1),
            signals::put);
    return Cli.run(List.of(words), around);
  }

  void signal(String name) {
    Runnable action = signals.get(name);
    if (action == null) {
      throw new IllegalStateException("Nobody listens to " + name);
    }
    action.run();
  }

  String printed() {
    return out.toString();
  }

  String complained() {
    return err.toString();
  }

  private Future<RunningGateway> launch(
      FanfareConfig config,
      AppDirectory apps,
      AttachedOverrides overrides,
      List<Dialect> dialects,
      dev.fanfare.gateway.boot.metrics.Metrics metrics) {
    startedWith = Optional.of(config);
    directory = Optional.of(apps);
    extra = dialects;
    if (startFails.isPresent()) {
      return Future.failedFuture(startFails.get());
    }
    Promise<RunningGateway> started = Promise.promise();
    started.complete(new Noted());
    Thread.ofVirtual().start(whenRunning);
    return started.future();
  }

  private final class Noted implements RunningGateway {
    @Override
    public int port() {
      return 4711;
    }

    @Override
    public int managementPort() {
      return 4712;
    }

    @Override
    public Future<Void> drain(Duration grace) {
      drained.add(grace.toString());
      return draining;
    }
  }
}
