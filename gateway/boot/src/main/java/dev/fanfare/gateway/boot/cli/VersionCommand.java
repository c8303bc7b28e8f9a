package dev.fanfare.gateway.boot.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says what runs. */
@Command(name = "version", description = "Prints the version of Fanfare and of Java.")
final class VersionCommand implements Callable<Integer> {
  private final Surroundings around;

  VersionCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    around.out().println(Version.line());
    return 0;
  }
}
