package dev.fanfare.gateway.boot.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fanfare.gateway.boot.metrics.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Answers {@code GET /health}, {@code /ready} and {@code /metrics} on a port of its own, and
 * nothing else. It runs on threads of its own, so that it answers when the event loops are busy,
 * and never makes them wait.
 */
public final class ManagementServer implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 64;
  private static final String TEXT = "text/plain; charset=utf-8";

  static {
    // Read once, by the JDK's server: a peer that sends or reads nothing must not hold a thread for
    // ever.
    setUnlessSet("sun.net.httpserver.maxReqTime", "5");
    setUnlessSet("sun.net.httpserver.maxRspTime", "10");
    setUnlessSet("sun.net.httpserver.nodelay", "true");
    setUnlessSet("jdk.httpserver.maxConnections", Integer.toString(MAX_CONNECTIONS));
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final Metrics metrics;
  private final Readiness readiness;

  private ManagementServer(
      HttpServer server, ExecutorService threads, Metrics metrics, Readiness readiness) {
    this.server = server;
    this.threads = threads;
    this.metrics = metrics;
    this.readiness = readiness;
  }

  /**
   * Starts to listen. Blocks for as long as binding takes.
   *
   * @param port 0 for any free one
   * @throws IOException when the address cannot be had; its message names it
   */
  public static ManagementServer start(String host, int port, Metrics metrics, Readiness readiness)
      throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
    } catch (IOException taken) {
      throw new IOException(
          "The management address " + host + ":" + port + " cannot be had: " + taken.getMessage(),
          taken);
    }
    // As many threads as connections: a peer that sends half a request keeps nobody else waiting.
    ExecutorService threads =
        new ThreadPoolExecutor(
            0,
            MAX_CONNECTIONS,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "management");
              thread.setDaemon(true);
              return thread;
            });
    ManagementServer management = new ManagementServer(server, threads, metrics, readiness);
    server.setExecutor(threads);
    server.createContext("/", management::handle);
    server.start();
    return management;
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops listening; answers under way may be cut off. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
      exchange.getResponseHeaders().set("content-type", answer.type());
      exchange.getResponseHeaders().set("cache-control", "no-store");
      if (answer.status() == 405) {
        exchange.getResponseHeaders().set("allow", "GET, HEAD");
      }
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("content-length", Integer.toString(body.length));
        exchange.sendResponseHeaders(answer.status(), -1);
      } else {
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Answer answer(String method, String path) {
    boolean known = path.equals("/health") || path.equals("/ready") || path.equals("/metrics");
    if (!known) {
      return new Answer(404, TEXT, "There is nothing here but /health, /ready and /metrics.\n");
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return new Answer(405, TEXT, "Use GET.\n");
    }
    return switch (path) {
      case "/health" -> new Answer(200, TEXT, "alive\n");
      case "/metrics" -> new Answer(200, Metrics.pageType(), metrics.page());
      default -> ready();
    };
  }

  private Answer ready() {
    return switch (readiness.state()) {
      case Readiness.State.Starting starting ->
          new Answer(503, TEXT, "starting: " + starting.why() + "\n");
      case Readiness.State.Ready ready -> new Answer(200, TEXT, "ready\n");
      case Readiness.State.Draining draining ->
          new Answer(503, TEXT, "draining: clients are being sent elsewhere\n");
    };
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private record Answer(int status, String type, String body) {}
}
