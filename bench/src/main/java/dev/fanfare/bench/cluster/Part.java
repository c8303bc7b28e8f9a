package dev.fanfare.bench.cluster;

import dev.fanfare.bench.load.BenchFailure;
import dev.fanfare.bench.measure.ProcessTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One process of a cluster, at one address for all its lives. One thread at a time. */
public final class Part implements AutoCloseable {
  private final String name;
  private final List<String> command;
  private final Path folder;
  private final Path log;
  private Process process;

  private Part(String name, List<String> command, Path folder) {
    this.name = name;
    this.command = List.copyOf(command);
    this.folder = folder;
    log = folder.resolve(name + ".log");
    process = launch();
  }

  /** Starts it; its output goes to {@code NAME.log} in the folder. */
  static Part start(String name, List<String> command, Path folder) {
    return new Part(name, command, folder);
  }

  private Process launch() {
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Starts it again after its end. */
  void relaunch() {
    process = launch();
  }

  /** What the operating system knows of it. */
  public ProcessTree tree() {
    return new ProcessTree(process.toHandle());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** {@code kill -9}; returns at once. */
  public void kill() {
    process.destroyForcibly();
  }

  /** {@code kill -STOP}: it stands still. */
  public void pause() {
    signal("STOP");
  }

  /** {@code kill -CONT}: it goes on. */
  public void goOn() {
    signal("CONT");
  }

  private void signal(String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
              .inheritIO()
              .start();
      if (kill.waitFor() != 0) {
        throw new BenchFailure(name + " could not be sent " + signal);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted", interrupted);
    }
  }

  /** Its name and the last lines that it printed. */
  String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return name
          + ":\n"
          + String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    } catch (IOException unreadable) {
      return name;
    }
  }

  /** Ends it for good. */
  @Override
  public void close() {
    process.destroyForcibly(); // SIGKILL also ends what stands still
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
