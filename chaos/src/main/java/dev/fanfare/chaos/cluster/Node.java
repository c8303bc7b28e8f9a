package dev.fanfare.chaos.cluster;

import dev.fanfare.chaos.cluster.Wires.Front;
import dev.fanfare.chaos.cluster.Wires.Host;
import dev.fanfare.testkit.Ports;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One process at one loopback address for all its lives. Whoever knows its command, its pid and
 * when that began can signal, stop and start it, also from another process. One thread at a time;
 * others may ask whether it lives, and for its pid.
 */
public final class Node {
  private static final String MAIN = "dev.fanfare.gateway.boot.Main";
  private static final Duration LONGEST_START = Duration.ofSeconds(90);

  private final String name;
  private final Role role;
  private final String host;
  private final int port;
  private final int managementPort;
  private final List<String> command;
  private final Path log;
  private volatile Optional<ProcessHandle> process = Optional.empty();

  /** What a node is. */
  public enum Role {
    /** Serves clients. */
    GATEWAY,
    /** Keeps the channels' logs. */
    MEMBER,
    /** Carries messages between gateways. */
    REDIS
  }

  Node(
      String name,
      Role role,
      String host,
      int port,
      int managementPort,
      List<String> command,
      Path log) {
    this.name = name;
    this.role = role;
    this.host = host;
    this.port = port;
    this.managementPort = managementPort;
    this.command = List.copyOf(command);
    this.log = log;
  }

  /** A gateway on a free port. Its log is in the folder. */
  static Node gateway(String name, Host host, Path config, Path folder) throws IOException {
    return product(name, Role.GATEWAY, "gateway", host, Ports.free(), config, folder, List.of());
  }

  /**
   * A member of the store.
   *
   * @param front where the others reach it
   */
  static Node member(String name, Host host, int port, Front front, Path config, Path folder)
      throws IOException {
    List<String> flags = List.of("-Dhazelcast.local.publicAddress=" + front.text());
    return product(name, Role.MEMBER, "store", host, port, config, folder, flags);
  }

  static Node redis(Host host, int port, Path folder) {
    List<String> command = new ArrayList<>(host.prefix());
    command.addAll(List.of("redis-server", "--port", Integer.toString(port)));
    command.addAll(List.of("--bind", host.address(), "--protected-mode", "no"));
    command.addAll(List.of("--save", "", "--appendonly", "no"));
    return new Node(
        "redis", Role.REDIS, host.address(), port, port, command, folder.resolve("redis.log"));
  }

  private static Node product(
      String name,
      Role role,
      String subcommand,
      Host host,
      int port,
      Path config,
      Path folder,
      List<String> flags)
      throws IOException {
    int managementPort = Ports.free();
    List<String> command = new ArrayList<>(host.prefix());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            MAIN,
            subcommand,
            "--config",
            config.toAbsolutePath().toString(),
            "--host",
            host.address(),
            "--port",
            Integer.toString(port),
            "--management-port",
            Integer.toString(managementPort)));
    return new Node(
        name, role, host.address(), port, managementPort, command, folder.resolve(name + ".log"));
  }

  /** Its name, such as g1. */
  public String name() {
    return name;
  }

  /** What it is. */
  public Role role() {
    return role;
  }

  /** An address for clients. */
  public URI http(String path) {
    return URI.create("http://" + host + ":" + port + path);
  }

  /** Where clients of the native protocol connect. */
  public URI socket() {
    return URI.create("ws://" + host + ":" + port + "/v1/connect");
  }

  /** Where it listens for whom it serves. */
  public int port() {
    return port;
  }

  /** The address it listens on. */
  public String host() {
    return host;
  }

  int managementPort() {
    return managementPort;
  }

  List<String> command() {
    return command;
  }

  Path log() {
    return log;
  }

  /** The pid of its last life. */
  long pid() {
    return running().pid();
  }

  /** When its last life began, in milliseconds since 1970; 0 where the system does not say. */
  long since() {
    return startOf(running());
  }

  /** Takes up a process that somebody else started, unless another one has its pid by now. */
  void adopt(long pid, long since) {
    process = ProcessHandle.of(pid).filter(found -> startOf(found) == since);
  }

  private static long startOf(ProcessHandle handle) {
    return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  boolean isAlive() {
    return process.map(ProcessHandle::isAlive).orElse(false);
  }

  /** Starts it and returns when it serves. */
  public void start(HttpClient http) throws IOException, InterruptedException {
    launch();
    awaitReady(http);
  }

  /** Starts it and returns at once. */
  public void launch() throws IOException {
    File file = log.toFile();
    process =
        Optional.of(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(file))
                .start()
                .toHandle());
  }

  /** Returns when it serves. */
  public void awaitReady(HttpClient http) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    while (!isReady(http)) {
      if (!isAlive() || System.nanoTime() > deadline) {
        throw new IOException(name + " did not start; its log is " + log);
      }
      Thread.sleep(50); // a process tells nobody that it is ready: it is asked again
    }
  }

  private boolean isReady(HttpClient http) throws InterruptedException {
    try {
      if (role == Role.REDIS) {
        try (Socket socket = new Socket()) {
          socket.connect(new InetSocketAddress(host, port), 1_000);
          return true;
        }
      }
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + host + ":" + managementPort + "/ready"))
              .timeout(Duration.ofSeconds(1))
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Sends a signal by its short name, such as STOP. */
  public void signal(String signal) throws IOException, InterruptedException {
    List<String> kill = List.of("kill", "-" + signal, Long.toString(pid()));
    if (new ProcessBuilder(kill).start().waitFor() != 0) {
      throw new IOException(name + " could not be sent " + signal);
    }
  }

  /** Waits for its end, and makes sure of it after half a minute. */
  public void awaitEnd() throws InterruptedException {
    awaitEnd(Duration.ofSeconds(30));
  }

  void awaitEnd(Duration patience) throws InterruptedException {
    ProcessHandle handle = running();
    try {
      handle.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      handle.destroyForcibly();
      handle.onExit().join();
    } catch (ExecutionException odd) {
      throw new IllegalStateException(name + " cannot be waited for", odd);
    }
  }

  /** Ends it at once. */
  public void close() {
    process.ifPresent(ProcessHandle::destroyForcibly);
  }

  private ProcessHandle running() {
    return process.orElseThrow(() -> new IllegalStateException(name + " does not run"));
  }
}
