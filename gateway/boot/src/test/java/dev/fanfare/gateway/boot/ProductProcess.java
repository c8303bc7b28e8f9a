package dev.fanfare.gateway.boot;

import dev.fanfare.testkit.HttpCalls;
import dev.fanfare.testkit.Ports;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One process of the product on loopback, started as the launcher does, in a place of its own. */
final class ProductProcess implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final int port;
  private final int managementPort;

  private ProductProcess(Process process, int port, int managementPort) {
    this.process = process;
    this.port = port;
    this.managementPort = managementPort;
  }

  /**
   * Starts a gateway; it may not be ready yet.
   *
   * @param prefix a command that runs the rest of its arguments
   * @param flags of the JVM, after those of every test process
   * @param output where all that it says goes
   */
  static ProductProcess gateway(Path config, List<String> prefix, List<String> flags, File output)
      throws IOException {
    int port = Ports.free();
    int managementPort = Ports.free();
    List<String> line = new ArrayList<>(prefix);
    List<String> own = new ArrayList<>(List.of("-Xmx128m"));
    own.addAll(flags);
    line.addAll(
        ProductCommand.of(
            own,
            List.of(
                "gateway",
                "--config",
                config.toString(),
                "--port",
                Integer.toString(port),
                "--management-port",
                Integer.toString(managementPort))));
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output).start();
    return new ProductProcess(process, port, managementPort);
  }

  /** Returns when it takes clients; fails the test when it ends or does not within a minute. */
  ProductProcess ready() {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() - end > 0) {
        throw new AssertionError("it does not become ready");
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    return this;
  }

  private boolean isReady() {
    URI address = URI.create("http://127.0.0.1:" + managementPort + "/ready");
    HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  HttpCalls calls() {
    return HttpCalls.to(URI.create("http://127.0.0.1:" + port));
  }

  HttpCalls managementCalls() {
    return HttpCalls.to(URI.create("http://127.0.0.1:" + managementPort));
  }

  URI socket() {
    return URI.create("ws://127.0.0.1:" + port + "/v1/connect");
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGTERM. */
  void end() {
    process.destroy();
  }

  /** As kill -9 does. */
  void kill() {
    process.destroyForcibly();
  }

  /** Its exit code; fails the test when it does not end within half a minute. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    kill();
  }
}
