package dev.fanfare.gateway.boot.cli;

import dev.fanfare.gateway.boot.config.FanfareConfig;
import dev.fanfare.gateway.boot.config.FanfareConfig.Logging;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags that win over the configuration file. */
final class ServeOptions {
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to listen on; 0.0.0.0 for every network. Default: 127.0.0.1.")
  private Optional<String> host = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port for clients; 0 takes any free one. Default: 8080.")
  private Optional<Port> port = Optional.empty();

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      description =
          "The port of health, readiness and metrics; 0 takes any free one. Default: 9090.")
  private Optional<Port> managementPort = Optional.empty();

  @Option(
      names = "--log",
      paramLabel = "LEVEL",
      description = "error, warn, info, debug or trace. Default: info.")
  private Optional<Logging.Level> level = Optional.empty();

  FanfareConfig over(FanfareConfig config) {
    FanfareConfig result =
        config.withServer(
            host.orElse(config.server().host()),
            port.map(Port::number).orElse(config.server().port()));
    if (managementPort.isPresent()) {
      result = result.withManagementPort(managementPort.get().number());
    }
    return level.isPresent() ? result.withLogLevel(level.get()) : result;
  }
}
