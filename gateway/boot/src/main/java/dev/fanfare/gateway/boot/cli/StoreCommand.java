package dev.fanfare.gateway.boot.cli;

import dev.fanfare.gateway.boot.config.FanfareConfig;
import dev.fanfare.gateway.boot.config.FanfareConfig.Logging.Format;
import dev.fanfare.gateway.boot.config.Loaded;
import dev.fanfare.gateway.boot.config.StoreConfig;
import dev.fanfare.gateway.boot.logging.Logs;
import dev.fanfare.gateway.boot.metrics.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** A member of the store as it runs in production. */
@Command(
    name = "store",
    description =
        "Runs a member of the store that keeps the channels' logs. SIGTERM and Ctrl-C let it leave in an orderly way: what it keeps moves to the others first.",
    sortOptions = false)
final class StoreCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(StoreCommand.class);
  private static final Duration LEEWAY = Duration.ofSeconds(90);

  private final Surroundings around;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "fanfare.yaml",
      description = "The configuration. Default: ${DEFAULT-VALUE}.")
  private Path file = Path.of("fanfare.yaml");

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The one address to listen on, instead of store.host.")
  private Optional<String> host = Optional.empty();

  @Option(names = "--port", paramLabel = "PORT", description = "Instead of store.port.")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      description = "Instead of management.port; 0 takes any free one.")
  private Optional<Integer> managementPort = Optional.empty();

  StoreCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    Optional<Loaded.Accepted> read = new Server(around).read(Optional.of(file));
    if (read.isEmpty()) {
      return ExitCode.SOFTWARE;
    }
    FanfareConfig config = over(read.get().config());
    Optional<String> mistake = mistake(config.store());
    if (mistake.isPresent()) {
      around.err().println("fanfare: " + mistake.get());
      return ExitCode.SOFTWARE;
    }
    Logs.write(config.logging().level(), config.logging().format().orElse(Format.JSON));
    Service service =
        new Service(around.signals(), () -> LOG.info("There is nothing to read again."), LEEWAY);
    RunningGateway member = around.stores().start(config, new Metrics(Version.text()));
    LOG.atInfo()
        .addKeyValue("host", config.store().host())
        .addKeyValue("port", member.port())
        .addKeyValue("managementPort", member.managementPort())
        .log("The member has joined the store.");
    return service.run(member, config.server().drainGrace());
  }

  private FanfareConfig over(FanfareConfig config) {
    StoreConfig store = config.store();
    FanfareConfig other =
        config.withStore(
            new StoreConfig(
                store.type(),
                store.name(),
                store.members(),
                store.size(),
                host.orElse(store.host()),
                port.orElse(store.port()),
                store.channels()));
    return managementPort.map(other::withManagementPort).orElse(other);
  }

  private static Optional<String> mistake(StoreConfig store) {
    if (store.type() != StoreConfig.Type.HAZELCAST) {
      return Optional.of("A member needs 'store.type: hazelcast' in its configuration.");
    }
    if (store.size() != 3 && store.size() != 5) {
      return Optional.of(
          "'store.size' is 3 or 5, so that a majority can be told; it says " + store.size() + ".");
    }
    return Optional.empty();
  }
}
