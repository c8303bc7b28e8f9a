package dev.fanfare.bench.cluster;

import dev.fanfare.bench.load.BenchFailure;
import dev.fanfare.bench.load.Pause;
import dev.fanfare.bench.measure.Cost;
import dev.fanfare.bench.measure.ProcessTree;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of {@link Appends} under way. One thread at a time. */
public final class Appending implements AutoCloseable {
  private final Process process;
  private final ProcessTree client;
  private final Site site;
  private final BufferedWriter to;
  private final BufferedReader from;

  /**
   * What it did within a window.
   *
   * @param cost the server's are the members', the generator's are the client's
   */
  public record Heard(Cost cost, long appends, long failed, double p50Millis, double p99Millis) {}

  private Appending(Process process, Site site) {
    this.process = process;
    this.site = site;
    client = new ProcessTree(process.toHandle());
    to = process.outputWriter();
    from = process.inputReader();
  }

  /** Starts to append to so many channels, so many at once. */
  public static Appending begin(Site site, String app, int channels, int inFlight) {
    try {
      Path log = site.folder().resolve("client.log");
      List<String> command = command(site);
      command.addAll(
          List.of(
              site.storeName(),
              site.storeSecret(),
              site.memberAddresses(),
              app,
              Integer.toString(channels),
              Integer.toString(inFlight)));
      return new Appending(new ProcessBuilder(command).redirectError(log.toFile()).start(), site);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** With the flags and the jars of a gateway. */
  private static List<String> command(Site site) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx1g",
            "-Xmn16m",
            "-XX:+UseSerialGC"));
    int version = Runtime.version().feature();
    if (version >= 24) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    if (version >= 25) {
      command.add("-XX:+UseCompactObjectHeaders");
    }
    String more = System.getenv().getOrDefault("FANFARE_JAVA_OPTS", "").strip();
    if (!more.isEmpty()) {
      command.addAll(List.of(more.split(" +", -1)));
    }
    command.add("-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener");
    String product = site.workshop().root().resolve("gateway/boot/target/fanfare/lib") + "/*";
    String both = product + ":" + own().resolveSibling("*");
    command.addAll(List.of("-cp", both, Appends.class.getName()));
    return command;
  }

  /** The jar, or the folder of classes, that this class is in. */
  private static Path own() {
    try {
      return Path.of(Appending.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Lets it run for a time and so many appends, then measures it.
   *
   * @param appends after which the runtimes have compiled what they run; on a machine that others
   *     use too they come later, and are waited for four times as long
   */
  public Heard measure(Duration settle, long appends, Duration window) {
    Pause.of(settle);
    long done = ask()[0];
    long deadline = System.nanoTime() + 3 * settle.toNanos();
    while (done < appends && System.nanoTime() < deadline) {
      Pause.of(Duration.ofMillis(500));
      done += ask()[0];
    }
    Cost before = cost();
    Pause.of(window);
    long[] counted = ask();
    Cost cost = cost().since(before);
    if (counted[0] == 0) {
      throw new BenchFailure("nothing was appended");
    }
    return new Heard(cost, counted[0], counted[1], counted[2] / 1e6, counted[3] / 1e6);
  }

  private Cost cost() {
    Cost whole = Cost.until(client);
    return new Cost(
        whole.wallNanos(),
        site.memberCpuSeconds(),
        whole.serverCpuSeconds(),
        whole.machineCpuSeconds());
  }

  private long[] ask() {
    try {
      to.write("\n");
      to.flush();
      String line = from.readLine();
      while (line != null && !line.matches("[0-9]+( [0-9]+){3}")) {
        line = from.readLine(); // what a library prints
      }
      if (line == null) {
        throw new BenchFailure("the process that appends has ended");
      }
      String[] words = line.split(" ", -1);
      long[] numbers = new long[words.length];
      for (int i = 0; i < words.length; i++) {
        numbers[i] = Long.parseLong(words[i]);
      }
      return numbers;
    } catch (IOException broken) {
      throw new BenchFailure("the process that appends has ended", broken);
    }
  }

  @Override
  public void close() {
    try {
      to.close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException gone) {
      process.destroyForcibly();
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
