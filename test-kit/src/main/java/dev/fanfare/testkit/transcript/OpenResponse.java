package dev.fanfare.testkit.transcript;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A response that goes on: what a thread of its own has read of it, line by line. */
final class OpenResponse implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A line, or absent: there are no more. Bounded by the length of a transcript. */
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

  private final InputStream body;

  private OpenResponse(InputStream body) {
    this.body = body;
  }

  /**
   * Asks, and returns when the response begins.
   *
   * @param longest the response that has not begun after so long fails the test
   */
  static OpenResponse of(String method, URI address, Duration longest) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(longest)
            .method(method, BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<InputStream> response = HTTP.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new AssertionError(method + " " + address + " was answered " + response.statusCode());
      }
      OpenResponse open = new OpenResponse(response.body());
      Thread.ofVirtual().start(open::read);
      return open;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", interrupted);
    }
  }

  private void read() {
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(body, UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isEmpty()) {
          lines.add(Optional.of(line));
        }
      }
      lines.add(Optional.empty());
    } catch (IOException brokenOff) {
      // Whoever waits for its end waits in vain: it did not end, it broke.
    }
  }

  /** The next line; empty when none comes within this time, or the response is at its end. */
  Optional<String> next(Duration longest) {
    return poll(longest).flatMap(line -> line);
  }

  /** Whether it ends within this time without another line. */
  boolean isAtItsEnd(Duration longest) {
    return poll(longest).map(Optional::isEmpty).orElse(false);
  }

  private Optional<Optional<String>> poll(Duration longest) {
    try {
      return Optional.ofNullable(lines.poll(longest.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", interrupted);
    }
  }

  /** Whether something has come that was not asked for yet, an end included. */
  boolean hasMore() {
    return !lines.isEmpty();
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException alreadyBroken) {
      // Then it is closed.
    }
  }
}
