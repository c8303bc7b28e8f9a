package dev.fanfare.gateway.boot.rehearsal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A gateway starts as it does in production, in a process of its own with this JVM's flags, takes a
 * few thousand clients, and ends. Meanwhile the JVM writes down which classes it loaded and which
 * methods were hot: an ahead-of-time cache (JEP 483, 514, 515; JDK 25), with which the next gateway
 * starts faster and compiles first what matters first.
 *
 * <p>The clients play in this process, not in the gateway's: what they do would be learnt too.
 */
public final class Rehearsal {
  private static final int CLIENTS = 5_000;
  private static final Duration START_WITHIN = Duration.ofSeconds(60);
  private static final Duration END_WITHIN = Duration.ofMinutes(3);

  private final Path folder;
  private final String main;
  private final RandomGenerator random;

  /**
   * One with a folder for what it leaves behind.
   *
   * @param folder exists; the gateway's configuration and output are put there
   * @param main the class that runs commands
   * @param random for a secret: unpredictable
   */
  public Rehearsal(Path folder, String main, RandomGenerator random) {
    this.folder = folder;
    this.main = main;
    this.random = random;
  }

  /**
   * Plays. Blocking, for less than a minute as a rule.
   *
   * @param cache where the JVM is to put what it learnt; what is there is replaced
   * @param play how long clients play at most
   * @return how many messages were delivered to them
   * @throws IOException when the gateway did not start or end well, or wrote nothing
   */
  public long play(Path cache, Duration play) throws IOException, InterruptedException {
    Files.deleteIfExists(cache);
    String secret = Troupe.secret(random);
    int port = freePort();
    Path config =
        Files.writeString(folder.resolve("rehearsal.yaml"), Troupe.configuration(port, secret));
    Process gateway = start(cache, config);
    try {
      awaitListening(gateway, port);
      Troupe troupe =
          new Troupe(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), secret);
      long delivered = troupe.play(CLIENTS, play).delivered();
      gateway.destroy(); // SIGTERM: it drains, and the JVM writes
      if (!gateway.waitFor(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS) || !Files.exists(cache)) {
        throw new IOException("The gateway wrote nothing down; see " + log() + ".");
      }
      return delivered;
    } finally {
      gateway.destroyForcibly();
    }
  }

  private Process start(Path cache, Path config) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-XX:AOTCacheOutput=" + cache);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of("gateway", "--config", config.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private Path log() {
    return folder.resolve("rehearsal.log");
  }

  private void awaitListening(Process gateway, int port) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_WITHIN.toNanos();
    while (!listens(port)) {
      if (gateway.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        throw new IOException("The gateway did not start; see " + log() + ".");
      }
    }
  }

  private static boolean listens(int port) {
    try (Socket probe = new Socket()) {
      probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
