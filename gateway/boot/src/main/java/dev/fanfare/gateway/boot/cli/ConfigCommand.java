package dev.fanfare.gateway.boot.cli;

import dev.fanfare.gateway.boot.config.ConfigFile;
import dev.fanfare.gateway.boot.config.Loaded;
import dev.fanfare.gateway.boot.config.ReferencePage;
import dev.fanfare.gateway.boot.config.SampleFile;
import dev.fanfare.protocol.App;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Everything about the configuration file, without starting anything. */
@Command(
    name = "config",
    description = "Checks and explains the configuration file.",
    synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand implements Runnable {
  private final Surroundings around;

  @Spec private CommandSpec spec = CommandSpec.create();

  ConfigCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which of check, sample and reference?");
  }

  @Command(
      name = "check",
      description =
          "Says everything that is wrong with a file, each with its line. Exit code 1 if anything is.")
  int check(
      @Parameters(paramLabel = "FILE", description = "The file, such as fanfare.yaml.") Path file) {
    return switch (new ConfigFile(around.environment()).load(file)) {
      case Loaded.Refused refused -> {
        refused.problems().forEach(around.err()::println);
        yield 1;
      }
      case Loaded.Accepted accepted -> {
        around.out().println(file + " is good: " + summary(accepted.apps()) + ".");
        yield 0;
      }
    };
  }

  @Command(
      name = "sample",
      description = "Prints a file with every key, its explanation and its standard.")
  int sample() {
    around.out().print(SampleFile.text());
    return 0;
  }

  @Command(
      name = "reference",
      description = "Prints the reference page, docs/guide/configuration.md.")
  int reference() {
    around.out().print(ReferencePage.text());
    return 0;
  }

  private static String summary(List<App> apps) {
    int keys = apps.stream().mapToInt(app -> app.credentials().size()).sum();
    return apps.size()
        + (apps.size() == 1 ? " app, " : " apps, ")
        + keys
        + (keys == 1 ? " key" : " keys");
  }
}
