package dev.fanfare.testkit.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A customer's server that takes webhooks in Pusher's form: every event of every call. */
public final class HookInbox implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<String> events = new CopyOnWriteArrayList<>();

  private HookInbox(HttpServer server) {
    this.server = server;
  }

  /** One on a port of its own. */
  public static HookInbox start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    HookInbox inbox = new HookInbox(server);
    server.createContext("/", inbox::called);
    server.start();
    return inbox;
  }

  private void called(HttpExchange exchange) throws IOException {
    for (JsonNode event : JSON.readTree(exchange.getRequestBody().readAllBytes()).get("events")) {
      events.add(event.toString());
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  /** Where it takes them. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  /** Takes the first event as asked out; returns whether there was one. */
  boolean take(Predicate<String> asked) {
    return events.stream().filter(asked).findFirst().map(events::remove).orElse(false);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
