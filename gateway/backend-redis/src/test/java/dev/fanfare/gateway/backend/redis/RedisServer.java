package dev.fanfare.gateway.backend.redis;

import dev.fanfare.testkit.Patience;
import dev.fanfare.testkit.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Redis on loopback, which tests may kill, stop and start again. */
final class RedisServer implements AutoCloseable {
  private final int port = Ports.free();
  private final List<String> arguments;
  private Process process;

  RedisServer(String... arguments) {
    this.arguments = List.of(arguments);
    this.process = run();
  }

  int port() {
    return port;
  }

  /** Where nodes of a cluster talk to it, when it was started as one. */
  String clusterPort() {
    return arguments.get(arguments.indexOf("--cluster-port") + 1);
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** As kill -9 does. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts it again, empty. */
  void startAgain() {
    process = run();
  }

  /** Stops it without ending it. */
  void pause() {
    signal("STOP");
  }

  void goOn() {
    signal("CONT");
  }

  /** Says a command to it; the answer's first line. */
  String say(String command) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
      StringBuilder line = new StringBuilder();
      for (int c = socket.getInputStream().read(); c >= 0 && c != '\n'; ) {
        line.append((char) c);
        c = socket.getInputStream().read();
      }
      return line.toString().trim();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The lines of an answer that is a text, or a list of texts. */
  List<String> lines(String command) {
    try {
      Process cli =
          new ProcessBuilder(
                  Stream.concat(
                          Stream.of("redis-cli", "-p", Integer.toString(port)),
                          Stream.of(command.split(" ", -1)))
                      .toList())
              .start();
      String answer = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      cli.waitFor();
      return answer.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  @Override
  public void close() {
    kill();
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Process run() {
    List<String> command = new ArrayList<>();
    command.add("redis-server");
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", "", "--appendonly", "no", "--daemonize", "no"));
    command.addAll(arguments);
    try {
      Process started =
          new ProcessBuilder(command)
              .directory(new File(System.getProperty("java.io.tmpdir")))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      Patience.until("Redis answers", this::answers);
      return started;
    } catch (IOException missing) {
      throw new UncheckedIOException(
          "redis-server is needed for these tests: install the Debian package of that name",
          missing);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }
}
