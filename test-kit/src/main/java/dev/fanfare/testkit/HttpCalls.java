package dev.fanfare.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * HTTP calls for black-box tests, on the JDK's own client. Immutable: {@code basic} and the like
 * make another.
 */
public final class HttpCalls {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI base;
  private final Map<String, String> headers;

  private HttpCalls(URI base, Map<String, String> headers) {
    this.base = base;
    this.headers = headers;
  }

  /** Calls to addresses below this one. */
  public static HttpCalls to(URI base) {
    return new HttpCalls(base, Map.of());
  }

  /** The same with a key. */
  public HttpCalls basic(String keyId, String secret) {
    byte[] pair = (keyId + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return with("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** The same with a token. */
  public HttpCalls bearer(String token) {
    return with("Authorization", "Bearer " + token);
  }

  /** The same with a header. */
  public HttpCalls with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpCalls(base, more);
  }

  /** Gets a path with its query, as they stand in the request line. */
  public Answer get(String path) {
    return call("GET", path, new byte[0]);
  }

  /** Posts JSON, or what a content type given before says. */
  public Answer post(String path, String body) {
    HttpCalls typed =
        headers.containsKey("Content-Type") ? this : with("Content-Type", "application/json");
    return typed.call("POST", path, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Any method with any body. */
  public Answer call(String method, String path, byte[] body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(LIMIT);
    headers.forEach(request::header);
    request.method(
        method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    try {
      HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response);
    } catch (IOException broken) {
      throw new Unanswered(method + " " + path + " was not answered: " + broken, broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", interrupted);
    }
  }

  /** The connection broke, or nothing came in time: whether it happened is unknown. */
  public static final class Unanswered extends AssertionError {
    private static final long serialVersionUID = 1L;

    private Unanswered(String message, IOException cause) {
      super(message, cause);
    }
  }

  /** What came back. */
  public static final class Answer {
    private final HttpResponse<byte[]> response;

    private Answer(HttpResponse<byte[]> response) {
      this.response = response;
    }

    /** The status. */
    public int status() {
      return response.statusCode();
    }

    /** The body as text. */
    public String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** The body. */
    public byte[] bytes() {
      return response.body();
    }

    /** A header's first value. */
    public Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    @Override
    public String toString() {
      return status() + " " + text();
    }
  }
}
