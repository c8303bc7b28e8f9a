package dev.fanfare.gateway.boot.cli;

import dev.fanfare.gateway.backend.memory.MemoryAppDirectory;
import dev.fanfare.gateway.boot.apps.ConfigApps;
import dev.fanfare.gateway.boot.config.ConfigFile;
import dev.fanfare.gateway.boot.config.FanfareConfig;
import dev.fanfare.gateway.boot.config.Loaded;
import dev.fanfare.gateway.boot.logging.Logs;
import dev.fanfare.gateway.boot.metrics.Metrics;
import dev.fanfare.gateway.boot.operator.AttachedOverrides;
import dev.fanfare.gateway.boot.operator.OperatorDialect;
import dev.fanfare.gateway.boot.operator.OverriddenApps;
import dev.fanfare.gateway.dialect.Dialect;
import dev.fanfare.protocol.App;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.ExitCode;

/**
 * What {@code dev} and {@code gateway} have in common: from a configuration to the end of the
 * process.
 */
final class Server {
  /** How much longer than its grace a drain may take before the rest is cut off. */
  private static final Duration LEEWAY = Duration.ofSeconds(5);

  private final Surroundings around;
  private final ConfigFile reader;

  Server(Surroundings around) {
    this.around = around;
    this.reader = new ConfigFile(around.environment());
  }

  /**
   * What a file says, or every standard without one; empty when it is not usable, which has then
   * been said.
   */
  Optional<Loaded.Accepted> read(Optional<Path> file) {
    if (file.isEmpty()) {
      return Optional.of(new Loaded.Accepted(ConfigFile.standard(), List.of()));
    }
    return switch (reader.load(file.get())) {
      case Loaded.Accepted accepted -> Optional.of(accepted);
      case Loaded.Refused refused -> {
        refused.problems().forEach(around.err()::println);
        yield Optional.empty();
      }
    };
  }

  /**
   * Runs a gateway until it is told to end.
   *
   * @param plan what to run
   * @param started called once when clients can connect
   * @return the exit code
   */
  int run(Plan plan, Consumer<RunningGateway> started) throws Exception {
    Optional<String> clash = Clash.among(AppSource.together(plan.fileApps(), plan.fixedApps()));
    if (clash.isPresent()) {
      around.err().println("fanfare: " + clash.get());
      return ExitCode.USAGE;
    }
    Logs.write(plan.config().logging().level(), plan.format());
    Metrics metrics = new Metrics(Version.text());
    MemoryAppDirectory directory = new MemoryAppDirectory();
    AttachedOverrides overrides = new AttachedOverrides();
    OverriddenApps effective = OverriddenApps.over(directory, overrides);
    ConfigApps apps = new ConfigApps(directory);
    apps.replaceAll(AppSource.together(plan.fileApps(), plan.fixedApps()));
    AppSource source =
        new AppSource(reader, plan.file(), plan.fixedApps(), plan.fileConfig(), apps, metrics);
    Service service = new Service(around.signals(), source::reload, LEEWAY);
    Future<RunningGateway> starting =
        around
            .launcher()
            .start(
                plan.config(), effective, overrides, dialects(plan, effective, overrides), metrics);
    RunningGateway gateway = starting.toCompletionStage().toCompletableFuture().get();
    started.accept(gateway);
    return service.run(gateway, plan.config().server().drainGrace());
  }

  private static List<Dialect> dialects(
      Plan plan, OverriddenApps apps, AttachedOverrides overrides) {
    List<Dialect> dialects = new ArrayList<>(plan.extra());
    plan.config()
        .operator()
        .token()
        .ifPresent(
            token ->
                dialects.add(
                    new OperatorDialect(
                        token, apps, overrides, plan.config().database().isThere())));
    return dialects;
  }

  /**
   * What to run.
   *
   * @param file where apps are read again from
   * @param fileConfig what the file says
   * @param config the same with the flags over it
   * @param fileApps the file's apps
   * @param fixedApps those of the command line
   */
  record Plan(
      Optional<Path> file,
      FanfareConfig fileConfig,
      FanfareConfig config,
      List<App> fileApps,
      List<App> fixedApps,
      List<Dialect> extra,
      FanfareConfig.Logging.Format format) {}
}
