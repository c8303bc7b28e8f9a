package dev.fanfare.chaos.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One connection that speaks the native protocol. Frames are handed over one after the other, in
 * the order of the wire, and none after {@link #close}.
 */
final class Wire implements WebSocket.Listener, AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();

  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Consumer<JsonNode> frames;
  private final Runnable ended;
  private final StringBuilder partial = new StringBuilder();
  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
  private long requests;
  private boolean closed;

  private Wire(Consumer<JsonNode> frames, Runnable ended) {
    this.frames = frames;
    this.ended = ended;
  }

  /**
   * Connects and says hello.
   *
   * @param frames gets every frame before whoever waits for its answer does
   * @param ended called once when the connection is gone, whoever ended it
   * @throws Unanswered when the gateway does not take the client now
   */
  static Wire connect(
      HttpClient http,
      URI address,
      Credential credential,
      Consumer<JsonNode> frames,
      Runnable ended)
      throws Unanswered, InterruptedException {
    Wire wire = new Wire(frames, ended);
    try {
      wire.await(
          http.newWebSocketBuilder()
              .connectTimeout(PATIENCE)
              .subprotocols("fanfare.v1.json")
              .buildAsync(address, wire));
      ObjectNode hello = request("hello").put("v", 1).put("key", credential.idAndSecret());
      wire.ask(hello);
      return wire;
    } catch (Unanswered refused) {
      wire.close();
      throw refused;
    }
  }

  static ObjectNode request(String op) {
    return JSON.createObjectNode().put("op", op);
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @return what stands in {@code ok}
   * @throws Unanswered when it was refused or no answer came
   */
  JsonNode ask(ObjectNode request) throws Unanswered, InterruptedException {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    synchronized (this) {
      if (closed) {
        throw new Unanswered("closed");
      }
      long number = ++requests;
      waiting.put(number, answer);
      send(request.put("i", number).toString());
    }
    JsonNode reply = await(answer);
    if (!reply.has("ok")) {
      throw new Unanswered(reply.path("err").path("code").asText());
    }
    return reply.get("ok");
  }

  private <T> T await(CompletableFuture<T> future) throws Unanswered, InterruptedException {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException broken) {
      throw new Unanswered("broken");
    } catch (TimeoutException late) {
      throw new Unanswered("timeout");
    }
  }

  private synchronized void send(String frame) {
    CompletableFuture<?> before = sent;
    sent =
        socket
            .thenCombine(before, (open, done) -> open)
            .thenCompose(open -> open.sendText(frame, true));
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
      String batch = partial.toString();
      partial.setLength(0);
      batch.lines().filter(line -> !line.isEmpty()).forEach(this::frame);
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  private void frame(String line) {
    JsonNode frame;
    try {
      frame = JSON.readTree(line);
    } catch (JsonProcessingException unreadable) {
      close();
      return;
    }
    if (frame.isEmpty()) {
      send("{}");
      return;
    }
    synchronized (this) {
      if (closed) {
        return;
      }
      frames.accept(frame);
    }
    if (frame.path("i").isNumber() && !frame.has("sub")) {
      CompletableFuture<JsonNode> answer = waiting.remove(frame.get("i").asLong());
      if (answer != null) {
        answer.complete(frame);
      }
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
    waiting.values().forEach(answer -> answer.completeExceptionally(new Unanswered("closed")));
    waiting.clear();
  }
}
