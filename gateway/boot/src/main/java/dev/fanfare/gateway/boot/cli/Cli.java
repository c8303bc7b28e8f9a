package dev.fanfare.gateway.boot.cli;

import dev.fanfare.gateway.boot.config.Nearest;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands together. */
@Command(
    name = "fanfare",
    description = "Publish and subscribe for everyone.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND")
public final class Cli implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Cli() {}

  /** Runs one command of this process and ends the process with its exit code. */
  public static void main(String[] arguments, Launcher launcher, StoreLauncher stores) {
    System.exit(run(List.of(arguments), Surroundings.ofProcess(launcher, stores)));
  }

  /**
   * Runs one command to its end.
   *
   * @return the exit code: 0 done, 1 it could not be done, 2 it was not understood
   */
  static int run(List<String> arguments, Surroundings around) {
    CommandLine commands = new CommandLine(new Cli());
    commands.addSubcommand(new DevCommand(around));
    commands.addSubcommand(new GatewayCommand(around));
    commands.addSubcommand(new StoreCommand(around));
    commands.addSubcommand(new HashKeyCommand(around));
    commands.addSubcommand(new TokenCommand(around));
    commands.addSubcommand(new ConfigCommand(around));
    commands.addSubcommand(new WebhooksCommand(around));
    commands.addSubcommand(new RehearseCommand(around));
    commands.addSubcommand(new VersionCommand(around));
    Converters.register(commands);
    commands.setOut(around.out());
    commands.setErr(around.err());
    commands.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    commands.setUsageHelpWidth(100);
    commands.setParameterExceptionHandler((wrong, args) -> misunderstood(wrong));
    commands.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          around.err().println("fanfare: " + Failures.sentence(failure));
          return CommandLine.ExitCode.SOFTWARE;
        });
    int code = commands.execute(arguments.toArray(String[]::new));
    around.out().flush();
    around.err().flush();
    return code;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }

  private static int misunderstood(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    String message = Failures.oneSentence(String.valueOf(wrong.getMessage()));
    command
        .getErr()
        .println(
            "fanfare: "
                + message
                + hint(wrong)
                + " See './"
                + command.getCommandSpec().qualifiedName()
                + " --help'.");
    return CommandLine.ExitCode.USAGE;
  }

  private static String hint(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return "";
    }
    List<String> suggestions = unmatched.getSuggestions();
    if (suggestions.isEmpty()) {
      List<String> flags =
          wrong.getCommandLine().getCommandSpec().options().stream()
              .map(option -> option.longestName())
              .toList();
      suggestions = Nearest.to(unmatched.getUnmatched().get(0), flags).stream().toList();
    }
    return suggestions.isEmpty() ? "" : " Did you mean " + String.join(" or ", suggestions) + "?";
  }
}
