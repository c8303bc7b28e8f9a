package dev.fanfare.testkit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * A WebSocket client for black-box tests, on the JDK's own: it shares no code with the server. A
 * text message that holds several lines counts as several frames, as batches of the native protocol
 * do.
 *
 * <p>Methods wait at most {@link #LIMIT} and then fail the test, telling what had come meanwhile.
 * One test thread uses it.
 */
public final class WsClient implements AutoCloseable {
  /** How long a method waits. */
  public static final Duration LIMIT = Duration.ofSeconds(5);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final WebSocket socket;
  private final WsInbox inbox;

  private WsClient(WebSocket socket, WsInbox inbox) {
    this.socket = socket;
    this.inbox = inbox;
  }

  /** Connects, offering these subprotocols in order of preference. */
  public static WsClient connect(URI address, String... subprotocols) {
    return connect(address, Map.of(), subprotocols);
  }

  /** Connects with headers of one's own, such as Origin. */
  public static WsClient connect(URI address, Map<String, String> headers, String... subprotocols) {
    try {
      return tryConnect(address, headers, subprotocols)
          .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException refused) {
      throw new AssertionError("No connection to " + address, refused.getCause());
    } catch (TimeoutException late) {
      throw new AssertionError("No answer from " + address + " within " + LIMIT, late);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  /**
   * Connects; fails with {@link java.net.http.WebSocketHandshakeException} where the server answers
   * with another status.
   */
  public static CompletableFuture<WsClient> tryConnect(
      URI address, Map<String, String> headers, String... subprotocols) {
    WsInbox inbox = new WsInbox();
    WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(LIMIT);
    headers.forEach(builder::header);
    if (subprotocols.length > 0) {
      String[] lesser = Arrays.copyOfRange(subprotocols, 1, subprotocols.length);
      builder.subprotocols(subprotocols[0], lesser);
    }
    return builder.buildAsync(address, inbox).thenApply(socket -> new WsClient(socket, inbox));
  }

  /** The subprotocol that the server chose; empty text for none. */
  public String subprotocol() {
    return socket.getSubprotocol();
  }

  /** Sends a text message. */
  public WsClient send(String text) {
    finish(socket.sendText(text, true));
    return this;
  }

  /** Sends a binary message. */
  public WsClient send(byte[] bytes) {
    finish(socket.sendBinary(ByteBuffer.wrap(bytes), true));
    return this;
  }

  /** The next frame, whatever it is. */
  public String next() {
    return expect("any frame", frame -> true);
  }

  /** The next frame that holds this text; others before it are passed over. */
  public String expect(String part) {
    return expect("a frame with " + part, frame -> frame.contains(part));
  }

  /** The next frame that is as asked; others before it are passed over. */
  public String expect(String what, Predicate<String> asked) {
    List<String> passedOver = new ArrayList<>();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Optional<String> frame = nextText(deadline);
      if (frame.isEmpty()) {
        throw new AssertionError(
            "There did not come " + what + "; " + inbox.state() + "; there came " + passedOver);
      }
      if (asked.test(frame.get())) {
        return frame.get();
      }
      passedOver.add(frame.get());
    }
  }

  /** The next binary message. */
  public byte[] nextBinary() {
    try {
      return inbox
          .nextBinary(System.nanoTime() + LIMIT.toNanos())
          .orElseThrow(() -> new AssertionError("There came no binary message; " + inbox.state()));
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  /** Frames that have come and were not asked for yet. */
  public List<String> unread() {
    return inbox.unread();
  }

  /** Stops reading from the socket, so that what the server sends waits there. */
  public void stopReading() {
    inbox.stop();
  }

  /** Reads on. */
  public void read() {
    inbox.resume(socket);
  }

  /** Waits for the server to close, and returns its close code; 1006 when the connection broke. */
  public int closeCode() {
    return finish(inbox.closed()).code();
  }

  /** Whether neither side has closed it, as far as this side knows. */
  public boolean isOpen() {
    return !inbox.closed().isDone();
  }

  /** Waits for the server to close, and returns its reason. */
  public String closeReason() {
    return finish(inbox.closed()).reason();
  }

  /** Closes in an orderly way. */
  public void close(int code, String reason) {
    finish(socket.sendClose(code, reason));
  }

  /** Drops the connection without a word, as a lost network does. */
  public void abort() {
    socket.abort();
  }

  @Override
  public void close() {
    socket.abort();
  }

  private Optional<String> nextText(long deadlineNanos) {
    try {
      return inbox.nextText(deadlineNanos);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private static <T> T finish(CompletableFuture<T> future) {
    try {
      return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw new AssertionError("The connection failed", failed.getCause());
    } catch (TimeoutException late) {
      throw new AssertionError("It did not happen within " + LIMIT, late);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private static AssertionError interrupted(InterruptedException interrupted) {
    Thread.currentThread().interrupt();
    return new AssertionError("Interrupted", interrupted);
  }
}
