package dev.fanfare.gateway.boot.rehearsal;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One client of the native protocol, as simple as can be. Requests may be made on any thread, one
 * at a time.
 */
final class Player implements WebSocket.Listener {
  private static final Pattern REPLY = Pattern.compile("^\\{\"i\":(\\d+),\"(ok|err)\"");

  private final Map<Integer, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final StringBuilder part = new StringBuilder();
  private final LongAdder delivered;
  private @Nullable WebSocket socket;
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

  private Player(LongAdder delivered) {
    this.delivered = delivered;
  }

  /** Connects and says hello; completes when it is welcome. */
  static CompletableFuture<Player> enter(
      HttpClient http, URI gateway, String token, LongAdder delivered) {
    Player player = new Player(delivered);
    URI address = URI.create("ws" + gateway.toString().substring("http".length()) + "/v1/connect");
    return http.newWebSocketBuilder()
        .subprotocols("fanfare.v1.json")
        .buildAsync(address, player)
        .thenCompose(
            socket ->
                player.request(socket, "\"op\":\"hello\",\"v\":1,\"token\":\"" + token + "\""))
        .thenApply(welcome -> player);
  }

  /** Completes when the channel's messages come. */
  CompletableFuture<Void> subscribe(String channel) {
    return request("\"op\":\"sub\",\"channel\":\"" + channel + "\"");
  }

  /** Completes when the message is safe. */
  CompletableFuture<Void> publish(String channel) {
    return request(
        "\"op\":\"pub\",\"channel\":\"" + channel + "\",\"data\":{\"text\":\"" + channel + "\"}");
  }

  private CompletableFuture<Void> request(String fields) {
    WebSocket open = socket;
    return open == null
        ? CompletableFuture.failedFuture(new IllegalStateException("not connected"))
        : request(open, fields);
  }

  private CompletableFuture<Void> request(WebSocket open, String fields) {
    int number = numbers.incrementAndGet();
    CompletableFuture<Void> reply = new CompletableFuture<>();
    awaited.put(number, reply);
    send(open, "{\"i\":" + number + "," + fields + "}");
    return reply;
  }

  /** The JDK's WebSocket takes a message when the one before is written. */
  private synchronized void send(WebSocket open, String text) {
    sent = sent.thenCompose(before -> open.sendText(text, true));
  }

  void leave() {
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
  }

  @Override
  public void onOpen(WebSocket open) {
    socket = open;
    open.request(Long.MAX_VALUE);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    part.append(text);
    if (last) {
      part.toString().lines().forEach(line -> heard(from, line));
      part.setLength(0);
    }
    return null;
  }

  private void heard(WebSocket from, String line) {
    if (line.equals("{}")) {
      send(from, "{}");
      return;
    }
    Matcher reply = REPLY.matcher(line);
    if (!reply.find()) {
      delivered.increment();
      return;
    }
    CompletableFuture<Void> request = awaited.remove(Integer.valueOf(reply.group(1)));
    if (request != null && reply.group(2).equals("ok")) {
      request.complete(null);
    } else if (request != null) {
      request.completeExceptionally(new IllegalStateException(line));
    }
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    awaited.values().forEach(request -> request.completeExceptionally(failure));
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String why) {
    onError(from, new IllegalStateException("closed: " + code + " " + why));
    return null;
  }
}
