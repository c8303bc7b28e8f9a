package dev.fanfare.gateway.boot;

import dev.fanfare.testkit.Patience;
import dev.fanfare.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Three members, two or more gateways and Redis as processes on loopback, which a test may kill.
 */
final class LocalCluster implements AutoCloseable {
  static final String OPERATOR_TOKEN = "an-operator-token-of-at-least-32-characters";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path folder;
  private final Path config;
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, Integer> managementPorts = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> environments;
  private final Map<String, List<String>> flags;
  private final Map<String, List<String>> prefixes = new HashMap<>();
  private final int redisPort = Ports.free();

  private LocalCluster(
      Path folder,
      int gateways,
      Map<String, Map<String, String>> environments,
      Map<String, List<String>> flags)
      throws IOException {
    this.folder = folder;
    this.environments = environments;
    this.flags = new HashMap<>(flags);
    this.config = folder.resolve("fanfare.yaml");
    List<String> members = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      ports.put("member" + i, Ports.free());
      members.add("127.0.0.1:" + port("member" + i));
    }
    for (int i = 1; i <= gateways; i++) {
      ports.put("gateway" + i, Ports.free());
    }
    ports.keySet().forEach(name -> managementPorts.put(name, Ports.free()));
    Files.writeString(
        config,
        """
        server: {warmUp: 0s}
        cluster: {secret: "0123456789abcdef0123456789abcdef"}
        internal: {port: 0}
        store: {type: hazelcast, members: "%s", size: 3}
        bus: {type: redis, uri: "redis://127.0.0.1:%d"}
        operator: {token: "%s"}
        apps:
          - id: "1001"
            signingSecrets:
              - id: key
                secret: a-secret-of-at-least-thirty-two-bytes
                presentable: true
                capabilities: {"*": [subscribe, publish, presence, history, channel-metadata, admin]}
        %s
        """
            .formatted(
                String.join(",", members),
                redisPort,
                OPERATOR_TOKEN,
                vendorApp("1002", "vendor")
                    + vendorApp("1003", "vendor-java")
                    + vendorApp("1004", "vendor-fallback")));
  }

  /** Returns when all are ready. */
  static LocalCluster start(Path folder, int gateways) throws IOException {
    return start(folder, gateways, Map.of(), Map.of());
  }

  /**
   * Returns when all are ready.
   *
   * @param environments variables, by the name of the process that has them
   * @param flags of the JVM, after those that all have
   */
  static LocalCluster start(
      Path folder,
      int gateways,
      Map<String, Map<String, String>> environments,
      Map<String, List<String>> flags)
      throws IOException {
    LocalCluster cluster = new LocalCluster(folder, gateways, environments, flags);
    try {
      cluster.startRedis();
      for (int i = 1; i <= 3; i++) {
        cluster.run("store", "member" + i);
      }
      cluster.membersAreReady();
      for (int i = 1; i <= gateways; i++) {
        cluster.run("gateway", "gateway" + i);
      }
      for (int i = 1; i <= gateways; i++) {
        cluster.isReady("gateway" + i);
      }
      return cluster;
    } catch (RuntimeException | AssertionError failed) {
      cluster.close();
      throw failed;
    }
  }

  /** With Pusher's features on; libraries that run side by side use one each. */
  private static String vendorApp(String id, String key) {
    return """
          - id: "%s"
            options: {clientEvents: true, subscriptionCounts: true, watchlist: true}
            rules:
              - {pattern: "*", publicSubscribe: true}
            signingSecrets:
              - id: %s
                secret: another-secret-of-at-least-thirty-two-bytes
                presentable: true
                capabilities: all
        """
        .formatted(id, key);
  }

  URI http(String gateway) {
    return URI.create("http://127.0.0.1:" + port(gateway));
  }

  URI socket(String gateway) {
    return URI.create("ws://127.0.0.1:" + port(gateway) + "/v1/connect");
  }

  /** As kill -9 does. */
  void kill(String name) throws InterruptedException {
    Process process = Objects.requireNonNull(processes.get(name));
    process.destroyForcibly();
    process.waitFor();
  }

  /** Ends it in an orderly way; its exit code. */
  int end(String name) throws InterruptedException {
    Process process = Objects.requireNonNull(processes.get(name));
    process.destroy();
    return process.waitFor();
  }

  /** SIGSTOP: it stands still, and its sockets stay open. */
  void pause(String name) {
    signal("-STOP", name);
  }

  /** SIGCONT. */
  void goOn(String name) {
    signal("-CONT", name);
  }

  /** Returns when it is ready; for a member, when all copies are there again. */
  void startAgain(String name) {
    if (name.startsWith("member")) {
      run("store", name);
      membersAreReady();
    } else {
      run("gateway", name);
      isReady(name);
    }
  }

  /** As {@link #startAgain(String)}, from now on with other flags of its own. */
  void startAgain(String name, List<String> ownFlags) {
    flags.put(name, ownFlags);
    startAgain(name);
  }

  /** As {@link #startAgain(String, List)}, by a command that runs the rest of its arguments. */
  void startAgain(String name, List<String> prefix, List<String> ownFlags) {
    prefixes.put(name, prefix);
    startAgain(name, ownFlags);
  }

  boolean isAlive(String name) {
    return Objects.requireNonNull(processes.get(name)).isAlive();
  }

  /** Of a process that ends by itself; fails the test when it does not within half a minute. */
  int exitCode(String name) throws InterruptedException {
    Process process = Objects.requireNonNull(processes.get(name));
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError(name + " does not end:\n" + log(name));
    }
    return process.exitValue();
  }

  /** Returns when all three are, and so all copies are where they should be. */
  void membersAreReady() {
    for (int i = 1; i <= 3; i++) {
      isReady("member" + i);
    }
  }

  private void signal(String signal, String name) {
    try {
      long pid = Objects.requireNonNull(processes.get(name)).pid();
      int exit = new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException("kill " + signal + " of " + name + " failed");
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  void startRedis() {
    try {
      processes.put(
          "redis",
          new ProcessBuilder(
                  "redis-server",
                  "--port",
                  Integer.toString(redisPort),
                  "--bind",
                  "127.0.0.1",
                  "--save",
                  "",
                  "--appendonly",
                  "no")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("redis.log").toFile())
              .start());
    } catch (IOException missing) {
      throw new UncheckedIOException(
          "redis-server is needed for this test: install the Debian package of that name", missing);
    }
    Patience.until("Redis answers", () -> answers(redisPort));
  }

  /** The page of metrics of a process. */
  String metrics(String name) {
    return get(name, "/metrics");
  }

  @Override
  public void close() {
    processes.values().forEach(Process::destroyForcibly);
  }

  int port(String name) {
    return Objects.requireNonNull(ports.get(name));
  }

  private void run(String command, String name) {
    List<String> own = new ArrayList<>(List.of("-Xmx256m"));
    own.addAll(flags.getOrDefault(name, List.of()));
    String port = Integer.toString(port(name));
    String management = Integer.toString(Objects.requireNonNull(managementPorts.get(name)));
    List<String> line = new ArrayList<>(prefixes.getOrDefault(name, List.of()));
    line.addAll(
        ProductCommand.of(
            own,
            List.of(
                command,
                "--config",
                config.toString(),
                "--port",
                port,
                "--management-port",
                management)));
    ProcessBuilder process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()));
    process.environment().putAll(environments.getOrDefault(name, Map.of()));
    try {
      processes.put(name, process.start());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void isReady(String name) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!get(name, "/ready").startsWith("ready")) {
      Process process = Objects.requireNonNull(processes.get(name));
      if (!process.isAlive() || System.nanoTime() - end > 0) {
        throw new AssertionError(name + " does not become ready:\n" + log(name));
      }
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }
  }

  /** Everything that a process has logged. */
  String log(String name) {
    try {
      return Files.readString(folder.resolve(name + ".log"));
    } catch (IOException none) {
      return "(no log)";
    }
  }

  private String get(String name, String path) {
    URI address =
        URI.create("http://127.0.0.1:" + Objects.requireNonNull(managementPorts.get(name)) + path);
    try {
      return HTTP.send(
              HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build(),
              BodyHandlers.ofString())
          .body();
    } catch (IOException notYet) {
      return "";
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }
}
