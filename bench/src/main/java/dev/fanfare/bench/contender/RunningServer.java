package dev.fanfare.bench.contender;

import dev.fanfare.bench.load.BenchFailure;
import dev.fanfare.bench.load.Pause;
import dev.fanfare.bench.measure.ProcessTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A contender's process, from its start until it is stopped by its own number. */
public final class RunningServer implements AutoCloseable {
  private static final Duration START_WITHIN = Duration.ofMinutes(2); // it may have to be built

  private static final String LOG = "server.log";

  private final Contender contender;
  private final Workshop workshop;
  private final Process process;
  private final InetSocketAddress address;
  private final Path scratch;

  /** Ctrl-C must not leave a server behind. */
  private final Thread atExit = new Thread(this::stop, "stop-server");

  private RunningServer(
      Contender contender,
      Workshop workshop,
      Process process,
      InetSocketAddress address,
      Path scratch) {
    this.contender = contender;
    this.workshop = workshop;
    this.process = process;
    this.address = address;
    this.scratch = scratch;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts it and returns when it accepts connections. */
  public static RunningServer start(Contender contender, Workshop workshop, List<String> prefix) {
    try {
      Path scratch = Files.createTempDirectory("fanfare-bench-");
      int port = freePort();
      List<String> command = new ArrayList<>(prefix);
      command.addAll(contender.command(workshop, port, scratch));
      Process process =
          new ProcessBuilder(command)
              .directory(scratch.toFile())
              .redirectErrorStream(true)
              .redirectOutput(scratch.resolve(LOG).toFile())
              .start();
      InetSocketAddress address = new InetSocketAddress(loopback(), port);
      RunningServer server = new RunningServer(contender, workshop, process, address, scratch);
      server.awaitListening();
      return server;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** Its processes. */
  public ProcessTree tree() {
    return new ProcessTree(process.toHandle());
  }

  /** Asks it to collect its garbage, where it can be asked. Returns whether it can. */
  public boolean tidy() {
    String pid = Long.toString(process.pid());
    switch (contender.tidying()) {
      case NONE -> {
        return false;
      }
      case JCMD -> {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Shell.run(workshop.root(), List.of(jcmd.toString(), pid, "GC.run"));
      }
      case SIGNAL -> Shell.run(workshop.root(), List.of("kill", "-USR2", pid));
    }
    return true;
  }

  /** Asks it to end, as an operator does. */
  public void askToEnd() {
    process.destroy();
  }

  /** The code with which it ended; empty where it has not within this time. */
  public OptionalInt exitCode(Duration within) {
    try {
      return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)
          ? OptionalInt.of(process.exitValue())
          : OptionalInt.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted", interrupted);
    }
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** The last lines it printed. */
  public String lastWords() {
    try {
      List<String> lines = Files.readAllLines(scratch.resolve(LOG), StandardCharsets.UTF_8);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    } catch (IOException unreadable) {
      return "";
    }
  }

  private void awaitListening() {
    long deadline = System.nanoTime() + START_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      if (!process.isAlive()) {
        throw new BenchFailure(contender.name() + " ended at its start:\n" + lastWords());
      }
      try (Socket probe = new Socket()) {
        probe.connect(address, 1_000);
        return;
      } catch (IOException notYet) {
        Pause.of(Duration.ofMillis(50));
      }
    }
    close();
    throw new BenchFailure(contender.name() + " does not listen:\n" + lastWords());
  }

  private static InetAddress loopback() throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, loopback())) {
      return any.getLocalPort();
    }
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ending) {
      // it runs already
    }
  }

  private void stop() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        all.forEach(ProcessHandle::destroyForcibly);
        process.waitFor(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException interrupted) {
      all.forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
    all.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    deleteScratch();
  }

  private void deleteScratch() {
    try (Stream<Path> files = Files.walk(scratch)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException leftBehind) {
      // In the folder for temporary files: the system cleans it up.
    }
  }
}
