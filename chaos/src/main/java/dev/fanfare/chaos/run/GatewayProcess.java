package dev.fanfare.chaos.run;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One gateway as a process of its own, at one address for all its lives. */
final class GatewayProcess implements AutoCloseable {
  private static final String MAIN = "dev.fanfare.gateway.boot.Main";
  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  private final String name;
  private final int port;
  private final Path config;
  private final Path log;
  private Optional<Process> process = Optional.empty();

  GatewayProcess(String name, int port, Path config, Path folder) {
    this.name = name;
    this.port = port;
    this.config = config;
    this.log = folder.resolve(name + ".log");
  }

  String name() {
    return name;
  }

  URI http(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  URI socket() {
    return URI.create("ws://127.0.0.1:" + port + "/v1/connect");
  }

  /** Returns when it serves. */
  void start(HttpClient http) throws IOException, InterruptedException {
    Process started =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN,
                "gateway",
                "--config",
                config.toString(),
                "--port",
                Integer.toString(port),
                "--management-port",
                "0")
            .redirectOutput(new File("/dev/null"))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process = Optional.of(started);
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    while (!serves(http)) {
      if (!started.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(name + " did not start; its log is " + log);
      }
      Thread.sleep(50);
    }
  }

  private boolean serves(HttpClient http) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(http("/v1/time")).timeout(Duration.ofSeconds(1)).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Sends a signal by its short name, such as STOP. */
  void signal(String signal) throws IOException, InterruptedException {
    List<String> command = List.of("kill", "-" + signal, Long.toString(running().pid()));
    if (new ProcessBuilder(command).start().waitFor() != 0) {
      throw new IOException(name + " could not be sent " + signal);
    }
  }

  /** Waits for its end, and makes sure of it after half a minute. */
  void awaitEnd() throws InterruptedException {
    if (!running().waitFor(30, TimeUnit.SECONDS)) {
      running().destroyForcibly().waitFor();
    }
  }

  private Process running() {
    return process.orElseThrow(() -> new IllegalStateException(name + " was never started"));
  }

  /** A port of the loopback address that is free now. */
  static int freePort() throws IOException {
    try (var socket = new java.net.ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.ifPresent(Process::destroyForcibly);
  }
}
