package dev.fanfare.chaos.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import dev.fanfare.chaos.history.Event.Hook;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where the webhooks of a run go: a path for each app. It writes down what it takes in; a body
 * without the app's own signature is refused and not written down, so its events are missed.
 */
final class Receiver implements AutoCloseable {
  private static final long SILENCE_MILLIS = 3_000;

  private final List<Credential> apps;
  private final Recorder recorder;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Mood mood = Mood.HEARS;

  /** How it answers. */
  enum Mood {
    /** Takes in and answers 204. */
    HEARS,
    /** Answers 500 and takes in nothing. */
    REFUSES,
    /** Takes in, and the answer never arrives. */
    FORGETS_TO_ANSWER,
    /** Takes in nothing and does not answer. */
    IS_DEAF
  }

  private Receiver(List<Credential> apps, Recorder recorder, HttpServer server) {
    this.apps = apps;
    this.recorder = recorder;
    this.server = server;
  }

  /** Listens on a free port of an address of this machine. */
  static Receiver listen(String address, List<Credential> apps, Recorder recorder)
      throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(address, 0), 0);
    Receiver receiver = new Receiver(List.copyOf(apps), recorder, server);
    server.setExecutor(receiver.threads);
    server.createContext("/", receiver::hear);
    server.start();
    recorder.take(Event.Receiving::new);
    return receiver;
  }

  /** Where the webhooks of an app go. */
  String url(Credential app) {
    InetSocketAddress address = server.getAddress();
    return "http://" + address.getHostString() + ":" + address.getPort() + "/" + app.app();
  }

  void setMood(Mood next) {
    mood = next;
  }

  private void hear(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Mood now = mood;
      int status = now == Mood.REFUSES ? 500 : 204;
      if (now == Mood.HEARS || now == Mood.FORGETS_TO_ANSWER) {
        status = genuine(exchange, body).map(app -> takeIn(app, body)).orElse(401);
      }
      if (now == Mood.FORGETS_TO_ANSWER || now == Mood.IS_DEAF) {
        Thread.sleep(SILENCE_MILLIS); // whoever asked has hung up by then
        return;
      }
      exchange.sendResponseHeaders(status, -1);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Credential> genuine(HttpExchange exchange, byte[] body) {
    String key = String.valueOf(exchange.getRequestHeaders().getFirst("X-Pusher-Key"));
    String signature = exchange.getRequestHeaders().getFirst("X-Pusher-Signature");
    return apps.stream()
        .filter(app -> exchange.getRequestURI().getPath().equals("/" + app.app()))
        .filter(app -> app.key().equals(key))
        .filter(app -> app.hmac(new String(body, StandardCharsets.UTF_8)).equals(signature))
        .findFirst();
  }

  private int takeIn(Credential app, byte[] body) {
    try {
      for (JsonNode event : Wire.JSON.readTree(body).path("events")) {
        Channel channel = new Channel(app.app(), event.path("channel").asText());
        Hook what =
            switch (event.path("name").asText()) {
              case "channel_occupied" -> Hook.OCCUPIED;
              case "channel_vacated" -> Hook.VACATED;
              case "member_added" -> Hook.ADDED;
              case "member_removed" -> Hook.REMOVED;
              default -> throw new IOException("nobody asked for " + event);
            };
        String client = event.path("user_id").asText();
        String id = event.path("event_id").asText();
        recorder.take(at -> new Event.Hooked(at, channel, what, client, id));
      }
      return 204;
    } catch (IOException unreadable) {
      return 400;
    }
  }

  /** Stops listening; requests that hang are cut. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
