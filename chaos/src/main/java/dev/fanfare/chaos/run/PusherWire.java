package dev.fanfare.chaos.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fanfare.chaos.cluster.Node;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One connection that speaks Pusher's protocol 7, with positions where asked for. Frames are handed
 * over one after the other, in the order of the wire, and none after {@link #close}.
 */
final class PusherWire implements WebSocket.Listener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Credential app;
  private final Consumer<JsonNode> frames;
  private final Runnable ended;
  private final StringBuilder partial = new StringBuilder();
  private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
  private final CompletableFuture<String> established = new CompletableFuture<>();
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
  private boolean closed;

  private PusherWire(Credential app, Consumer<JsonNode> frames, Runnable ended) {
    this.app = app;
    this.frames = frames;
    this.ended = ended;
  }

  /**
   * Connects, and waits for the socket's id.
   *
   * @param frames gets every frame after the first
   * @param ended called once when the connection is gone, whoever ended it
   * @throws Unanswered when the gateway does not take the client now
   */
  static PusherWire connect(
      HttpClient http,
      Node gateway,
      Credential app,
      boolean positions,
      Consumer<JsonNode> frames,
      Runnable ended)
      throws Unanswered, InterruptedException {
    PusherWire wire = new PusherWire(app, frames, ended);
    URI address =
        gateway
            .socket()
            .resolve("/app/" + app.key() + "?protocol=7" + (positions ? "&fanfare=1" : ""));
    try {
      await(http.newWebSocketBuilder().connectTimeout(PATIENCE).buildAsync(address, wire));
      await(wire.established);
      return wire;
    } catch (Unanswered refused) {
      wire.close();
      throw refused;
    }
  }

  private static <T> T await(CompletableFuture<T> future) throws Unanswered, InterruptedException {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException broken) {
      throw new Unanswered("broken");
    } catch (TimeoutException late) {
      throw new Unanswered("timeout");
    }
  }

  /** Asks for a channel; the answer is a frame like others. */
  synchronized void subscribe(ObjectNode data) {
    send(Wire.JSON.createObjectNode().put("event", "pusher:subscribe").set("data", data));
  }

  /** Joins a presence channel as a user. */
  void join(String channel, String user) {
    String member = Wire.JSON.createObjectNode().put("user_id", user).toString();
    String signed = established.join() + ":" + channel + ":" + member;
    subscribe(
        Wire.JSON
            .createObjectNode()
            .put("channel", channel)
            .put("channel_data", member)
            .put("auth", app.key() + ":" + app.hmac(signed)));
  }

  private synchronized void send(JsonNode frame) {
    CompletableFuture<?> before = sent;
    sent =
        socket
            .thenCombine(before, (open, done) -> open)
            .thenCompose(open -> open.sendText(frame.toString(), true));
  }

  @Override
  public void onOpen(WebSocket open) {
    socket.complete(open);
    open.request(1);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    partial.append(text);
    if (last) {
      String frame = partial.toString();
      partial.setLength(0);
      take(frame);
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  private void take(String text) {
    JsonNode frame;
    try {
      frame = Wire.JSON.readTree(text);
    } catch (JsonProcessingException unreadable) {
      close();
      return;
    }
    switch (frame.path("event").asText()) {
      case "pusher:connection_established" ->
          established.complete(data(frame).path("socket_id").asText());
      case "pusher:ping" -> send(Wire.JSON.createObjectNode().put("event", "pusher:pong"));
      default -> {
        synchronized (this) {
          if (!closed) {
            frames.accept(frame);
          }
        }
      }
    }
  }

  /** What a frame of the protocol carries as JSON in a string; empty where that is none. */
  static JsonNode data(JsonNode frame) {
    try {
      JsonNode data = frame.path("data");
      return data.isTextual() ? Wire.JSON.readTree(data.asText()) : data;
    } catch (JsonProcessingException plain) {
      return Wire.JSON.createObjectNode();
    }
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    close();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket from, Throwable broken) {
    close();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Cuts the connection, as a network does. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      ended.run();
    }
    var unused = socket.thenAccept(WebSocket::abort);
    established.completeExceptionally(new Unanswered("closed"));
  }
}
