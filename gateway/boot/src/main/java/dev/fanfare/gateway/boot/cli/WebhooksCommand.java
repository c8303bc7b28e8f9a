package dev.fanfare.gateway.boot.cli;

import dev.fanfare.gateway.boot.config.DatabaseConfig;
import dev.fanfare.gateway.boot.config.FanfareConfig.Logging.Format;
import dev.fanfare.gateway.boot.config.FanfareConfig.Logging.Level;
import dev.fanfare.gateway.boot.config.Loaded;
import dev.fanfare.gateway.boot.logging.Logs;
import dev.fanfare.outbox.Database;
import dev.fanfare.outbox.DeadLetters;
import dev.fanfare.protocol.AppId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Webhook events that were given up: what they are, and sending them again. */
@Command(
    name = "webhooks",
    description = "Shows and replays webhook events that were given up.",
    synopsisSubcommandLabel = "COMMAND")
final class WebhooksCommand implements Runnable {
  private static final int MOST = 1_000;

  private final Surroundings around;

  @Spec private CommandSpec spec = CommandSpec.create();

  WebhooksCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which of dead and replay?");
  }

  @Command(
      name = "dead",
      description = "Prints an app's first 1,000 events that were given up, oldest first.")
  int dead(
      @Option(names = "--config", paramLabel = "FILE", defaultValue = "fanfare.yaml") Path file,
      @Option(names = "--app", paramLabel = "ID", required = true) AppId app) {
    return with(
        file,
        letters ->
            letters
                .of(app, MOST)
                .forEach(
                    letter ->
                        around
                            .out()
                            .printf(
                                "%s %s %d attempts: %s %s%n",
                                letter.at(),
                                letter.endpoint(),
                                letter.attempts(),
                                letter.lastError(),
                                letter.event())));
  }

  @Command(
      name = "replay",
      description = "Lets all events of an app that were given up be sent again.")
  int replay(
      @Option(names = "--config", paramLabel = "FILE", defaultValue = "fanfare.yaml") Path file,
      @Option(names = "--app", paramLabel = "ID", required = true) AppId app) {
    return with(
        file, letters -> around.out().println(letters.replay(app) + " events are sent again."));
  }

  private int with(Path file, Consumer<DeadLetters> use) {
    Optional<Loaded.Accepted> read = new Server(around).read(Optional.of(file));
    if (read.isEmpty()) {
      return ExitCode.SOFTWARE;
    }
    DatabaseConfig config = read.get().config().database();
    if (!config.isThere() || config.isEmbedded()) {
      around
          .err()
          .println(
              "fanfare: "
                  + file
                  + " names no database that outlives a process; webhooks wait in the one at 'database.url'.");
      return ExitCode.SOFTWARE;
    }
    Logs.write(Level.WARN, Format.TEXT);
    try (Database database =
        Database.open(
            new Database.Address(config.url().orElse(""), config.user(), config.password()))) {
      use.accept(new DeadLetters(database, around.clock()));
    }
    return ExitCode.OK;
  }
}
