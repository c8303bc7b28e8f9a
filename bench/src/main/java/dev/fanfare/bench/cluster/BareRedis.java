package dev.fanfare.bench.cluster;

import dev.fanfare.bench.load.BenchFailure;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * What Redis alone takes from {@code PUBLISH} to the subscriber: one connection for each side, a
 * thread for each, 128 bytes a message, at the same steady rate as whoever is compared with it.
 */
public final class BareRedis {
  private static final String CHANNEL = "bare";
  private static final int BYTES = 128;
  private static final int SOCKET_MILLIS = 10_000;
  private static final long LONGEST_NANOS = 60_000_000_000L;

  private final InetSocketAddress server;
  private final int perSecond;
  private final Histogram latency = new Histogram(LONGEST_NANOS, 3);

  private BareRedis(InetSocketAddress server, int perSecond) {
    this.server = server;
    this.perSecond = perSecond;
  }

  /** What came within the window. */
  public record Heard(long messages, Histogram latencyNanos) {}

  /** Publishes for the time of settling and of the window, and hears what comes in the window. */
  public static Heard measure(
      InetSocketAddress server, int perSecond, Duration settle, Duration window) {
    return new BareRedis(server, perSecond).measure(settle, window);
  }

  private Heard measure(Duration settle, Duration window) {
    int skipped = Math.toIntExact(settle.toMillis() * perSecond / 1_000);
    int all = skipped + Math.toIntExact(window.toMillis() * perSecond / 1_000);
    try (Socket subscriber = connect();
        Socket publisher = connect()) {
      write(subscriber.getOutputStream(), command("SUBSCRIBE", CHANNEL));
      InputStream in = new BufferedInputStream(subscriber.getInputStream());
      skip(in, 6); // *3, $9, subscribe, $4, bare, :1
      Thread press = new Thread(() -> publish(publisher, all), "redis-publisher");
      press.start();
      for (int i = 0; i < all; i++) {
        skip(in, 6); // *3, $7, message, $4, bare, $128
        long sent = Long.parseLong(line(in).substring(0, 20));
        if (i >= skipped) {
          latency.recordValue(Math.clamp(System.nanoTime() - sent, 0, LONGEST_NANOS));
        }
      }
      press.join();
      return new Heard(latency.getTotalCount(), latency);
    } catch (IOException broken) {
      throw new BenchFailure("Redis did not hand on what was published: " + broken, broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted", interrupted);
    }
  }

  private void publish(Socket socket, int all) {
    try {
      OutputStream out = new BufferedOutputStream(socket.getOutputStream());
      InputStream answers = new BufferedInputStream(socket.getInputStream());
      long begun = System.nanoTime();
      int sent = 0;
      while (sent < all) {
        long now = System.nanoTime();
        long due = Math.min(all, (now - begun) * perSecond / 1_000_000_000L + 1);
        int batch = (int) due - sent;
        for (int i = 0; i < batch; i++) {
          String stamp = String.format("%020d", System.nanoTime());
          out.write(command("PUBLISH", CHANNEL, stamp + ".".repeat(BYTES - stamp.length())));
        }
        out.flush();
        skip(answers, batch);
        sent += batch;
        LockSupport.parkNanos(begun + sent * 1_000_000_000L / perSecond - System.nanoTime());
      }
    } catch (IOException broken) {
      closeQuietly(socket);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(SOCKET_MILLIS);
    socket.connect(server, SOCKET_MILLIS);
    return socket;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // the subscriber waits in vain and says so
    }
  }

  private static byte[] command(String... words) {
    StringBuilder command = new StringBuilder("*").append(words.length).append("\r\n");
    for (String word : words) {
      command.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return command.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void write(OutputStream out, byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  private static void skip(InputStream in, int lines) throws IOException {
    for (int i = 0; i < lines; i++) {
      line(in);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(BYTES);
    int next = in.read();
    while (next != '\n') {
      if (next < 0) {
        throw new EOFException("the connection ended");
      }
      if (next != '\r') {
        line.append((char) next);
      }
      next = in.read();
    }
    return line.toString();
  }
}
