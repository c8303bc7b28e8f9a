package dev.fanfare.testkit;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What has come in to a {@link WsClient}. The JDK calls its listener methods on one thread at a
 * time, the test asks on its own.
 */
final class WsInbox implements WebSocket.Listener {
  private static final int ABNORMAL = 1006;
  private static final int MAX_UNREAD_FRAMES = 100_000;

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
  Optional<String> nextText(long deadlineNanos) throws InterruptedException {
    Optional<String> next = poll(texts, deadlineNanos).flatMap(frame -> frame);
    if (next.isEmpty() && closed.isDone()) {
      texts.add(Optional.empty());
    }
    return next;
  }

  /** The next binary message; empty when none comes before the deadline. */
  Optional<byte[]> nextBinary(long deadlineNanos) throws InterruptedException {
    return poll(binaries, deadlineNanos);
  }

  /** Frames that were not asked for yet. */
  List<String> unread() {
    return texts.stream().flatMap(Optional::stream).toList();
  }

  /** How the connection ended. */
  CompletableFuture<Closed> closed() {
    return closed;
  }

  /** For messages of failed tests. */
  String state() {
    return closed.isDone() ? "the connection is closed: " + closed.join() : "it is open";
  }

  private synchronized void requestMore(WebSocket socket) {
    if (reading) {
      socket.request(1);
    } else {
      owed = true;
    }
  }

  /** Asks the socket for nothing more. */
  synchronized void stop() {
    reading = false;
  }

  /** Asks the socket for what it was not asked for meanwhile. */
  synchronized void resume(WebSocket socket) {
    reading = true;
    if (owed) {
      owed = false;
      socket.request(1);
    }
  }

  private static <T> Optional<T> poll(BlockingQueue<T> queue, long deadlineNanos)
      throws InterruptedException {
    long left = Math.max(0, deadlineNanos - System.nanoTime());
    return Optional.ofNullable(queue.poll(left, TimeUnit.NANOSECONDS));
  }

  /** The close frame that came, or 1006 with what broke. */
  record Closed(int code, String reason) {}
}
