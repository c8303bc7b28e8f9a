package dev.fanfare.gateway.boot;

import dev.fanfare.gateway.boot.cli.Cli;

/** The process. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    HeapWatch.start();
    Cli.main(arguments, Gateway::start, StoreProcess::start);
  }
}
