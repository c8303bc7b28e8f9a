package dev.fanfare.testkit;

import java.io.ByteArrayOutputStream;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

  private static final int ABNORMAL = 1006;
  private static final int MAX_UNREAD_FRAMES = 100_000;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final WebSocket socket;
  private final Inbox inbox;

  private WsClient(WebSocket socket, Inbox inbox) {
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
    Inbox inbox = new Inbox();
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
      Optional<String> frame = inbox.nextText(deadline);
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
      byte[] bytes = inbox.binaries.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (bytes == null) {
        throw new AssertionError("There came no binary message; " + inbox.state());
      }
      return bytes;
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  /** Frames that have come and were not asked for yet. */
  public List<String> unread() {
    return inbox.texts.stream().flatMap(Optional::stream).toList();
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
    return finish(inbox.closed).code();
  }

  /** Waits for the server to close, and returns its reason. */
  public String closeReason() {
    return finish(inbox.closed).reason();
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

  private record Closed(int code, String reason) {}

  /** What has come in. The JDK calls it on one thread at a time. */
  private static final class Inbox implements WebSocket.Listener {
    /** Empty marks the end. */
    private final BlockingQueue<Optional<String>> texts =
        new LinkedBlockingQueue<>(MAX_UNREAD_FRAMES);

    private final BlockingQueue<byte[]> binaries = new LinkedBlockingQueue<>(MAX_UNREAD_FRAMES);
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

    // Guarded by this.
    private boolean reading = true;
    private boolean owed;

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        for (String line : text.toString().split("\n", -1)) {
          texts.add(Optional.of(line));
        }
        text.setLength(0);
      }
      requestMore(socket);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      binary.writeBytes(bytes);
      if (last) {
        binaries.add(binary.toByteArray());
        binary.reset();
      }
      requestMore(socket);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      end(new Closed(code, reason));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      end(new Closed(ABNORMAL, String.valueOf(error.getMessage())));
    }

    private void end(Closed how) {
      closed.complete(how);
      texts.add(Optional.empty());
    }

    /** The next frame; empty when none comes before the deadline, or none can come any more. */
    private Optional<String> nextText(long deadline) {
      try {
        long left = Math.max(0, deadline - System.nanoTime());
        Optional<String> next = texts.poll(left, TimeUnit.NANOSECONDS);
        if (next == null) {
          return Optional.empty();
        }
        if (next.isEmpty()) {
          texts.add(next);
        }
        return next;
      } catch (InterruptedException interrupted) {
        throw interrupted(interrupted);
      }
    }

    private String state() {
      return closed.isDone() ? "the connection is closed: " + closed.join() : "it is open";
    }

    private synchronized void requestMore(WebSocket socket) {
      if (reading) {
        socket.request(1);
      } else {
        owed = true;
      }
    }

    private synchronized void stop() {
      reading = false;
    }

    private synchronized void resume(WebSocket socket) {
      reading = true;
      if (owed) {
        owed = false;
        socket.request(1);
      }
    }
  }
}
