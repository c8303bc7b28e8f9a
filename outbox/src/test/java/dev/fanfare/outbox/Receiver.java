package dev.fanfare.outbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A customer's server: a real HTTP server that answers as a test wants. */
final class Receiver implements AutoCloseable {
  private static final Pattern EVENT_ID = Pattern.compile("\"event_id\":\"([0-9a-f]{32})\"");

  /** How it answers. */
  interface Mood {
    void answer(HttpExchange exchange) throws IOException;
  }

  /** What it was sent. */
  record Request(Map<String, List<String>> headers, byte[] bytes) {
    String body() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    String header(String name) {
      return headers.getOrDefault(name, List.of("")).get(0);
    }
  }

  final List<Request> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile Mood mood = status(200);

  Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  void mood(Mood other) {
    mood = other;
  }

  static Mood status(int status) {
    return exchange -> exchange.sendResponseHeaders(status, -1);
  }

  /** Takes the request and answers never. */
  Mood hanging() {
    return exchange -> {
      try {
        end.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    };
  }

  URI url() {
    return url("/hook");
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** The ids of all events that came, repetitions included. */
  List<String> eventIds() {
    return requests.stream()
        .flatMap(request -> EVENT_ID.matcher(request.body()).results().map(found -> found.group(1)))
        .toList();
  }

  /** What stands behind a key in each event, in order of arrival. */
  List<String> values(String key) {
    Matcher matcher = Pattern.compile("\"" + key + "\":\"([^\"]*)\"").matcher("");
    return requests.stream()
        .flatMap(request -> matcher.reset(request.body()).results().toList().stream())
        .map(found -> found.group(1))
        .toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    requests.add(new Request(Map.copyOf(exchange.getRequestHeaders()), body));
    try (exchange) {
      mood.answer(exchange);
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
