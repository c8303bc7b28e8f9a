package dev.fanfare.gateway.boot.cli;

import dev.fanfare.gateway.boot.config.FanfareConfig;
import dev.fanfare.gateway.boot.config.FanfareConfig.Logging.Format;
import dev.fanfare.gateway.boot.config.Loaded;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A gateway as it runs in production. */
@Command(
    name = "gateway",
    description =
        "Runs a gateway with the apps of a configuration file. SIGHUP reads the apps again; SIGTERM and Ctrl-C drain it.",
    sortOptions = false)
final class GatewayCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayCommand.class);

  private final Surroundings around;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "fanfare.yaml",
      description = "The configuration. Default: ${DEFAULT-VALUE}.")
  private Path file = Path.of("fanfare.yaml");

  @Mixin private ServeOptions flags = new ServeOptions();

  GatewayCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    Server server = new Server(around);
    Optional<Loaded.Accepted> read = server.read(Optional.of(file));
    if (read.isEmpty()) {
      return ExitCode.SOFTWARE;
    }
    Loaded.Accepted accepted = read.get();
    FanfareConfig config = flags.over(accepted.config());
    if (!config.database().isThere()
        && accepted.apps().stream().anyMatch(app -> !app.options().webhooks().isEmpty())) {
      around
          .err()
          .println(
              "fanfare: "
                  + file
                  + " has webhooks, which need a database; name one as 'database.url'.");
      return ExitCode.SOFTWARE;
    }
    Server.Plan plan =
        new Server.Plan(
            Optional.of(file),
            accepted.config(),
            config,
            accepted.apps(),
            List.of(),
            List.of(),
            config.logging().format().orElse(Format.JSON));
    return server.run(
        plan,
        gateway ->
            LOG.atInfo()
                .addKeyValue("host", config.server().host())
                .addKeyValue("port", gateway.port())
                .addKeyValue("managementPort", gateway.managementPort())
                .addKeyValue("apps", accepted.apps().size())
                .log("The gateway takes clients."));
  }
}
