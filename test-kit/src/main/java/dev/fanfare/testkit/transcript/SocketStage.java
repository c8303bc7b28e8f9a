package dev.fanfare.testkit.transcript;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.gateway.port.Time;
import dev.fanfare.testkit.HttpCalls;
import dev.fanfare.testkit.WsClient;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Plays over sockets against a gateway that runs, in its time: {@code time passes} waits, and what
 * is expected may take as long as the longest wait of a protocol. Several may play at once.
 */
public final class SocketStage implements Stage, AutoCloseable {
  /** Longer than a poll waits. */
  private static final Duration LONGEST = Duration.ofSeconds(40);

  private static final Duration SILENCE = Duration.ofMillis(300);
  private static final long LOOK_AGAIN_NANOS = 1_000_000;

  private final Cast cast;
  private final String host;
  private final HookInbox hooks;
  private final Time time;
  private final Map<String, WsClient> sockets = new HashMap<>();
  private final Map<String, OpenResponse> responses = new HashMap<>();

  /**
   * A stage with nobody on it.
   *
   * @param cast whose apps the gateway knows already
   * @param host of the gateway, with its port
   * @param hooks where the gateway sends the app's webhooks
   */
  public SocketStage(Cast cast, String host, HookInbox hooks, Time time) {
    this.cast = cast;
    this.host = host;
    this.hooks = hooks;
    this.time = time;
  }

  @Override
  public void connect(String client, Optional<String> target, List<String> subprotocols) {
    Map<String, String> headers =
        subprotocols.isEmpty()
            ? Map.of()
            : Map.of("Sec-WebSocket-Protocol", String.join(", ", subprotocols));
    URI where = URI.create("ws://" + host + target.orElse(cast.entrance()));
    sockets.put(client, WsClient.connect(where, headers));
  }

  @Override
  public void send(String client, String message) {
    socket(client).send(message);
  }

  @Override
  public Optional<String> receive(String client) {
    OpenResponse response = responses.get(client);
    return response == null ? Optional.of(socket(client).next()) : response.next(LONGEST);
  }

  @Override
  public boolean isSilent(String client) {
    OpenResponse response = responses.get(client);
    BooleanSupplier heard =
        response == null ? () -> !socket(client).unread().isEmpty() : response::hasMore;
    return !within(SILENCE, heard);
  }

  @Override
  public Optional<Integer> closed(String client) {
    return Optional.of(socket(client).closeCode());
  }

  @Override
  public void cut(String client) {
    OpenResponse response = responses.get(client);
    if (response == null) {
      socket(client).abort();
    } else {
      response.close();
    }
  }

  @Override
  public void pass(Duration duration) {
    within(duration, () -> false);
  }

  @Override
  public Reply call(String method, String path, Optional<String> body) {
    Cast.Call call = cast.backend().signed(method, path, body, time);
    HttpCalls calls = HttpCalls.to(URI.create("http://" + host));
    for (Map.Entry<String, List<String>> header : call.headers().entrySet()) {
      calls = calls.with(header.getKey(), String.join(", ", header.getValue()));
    }
    if (body.isPresent()) {
      calls = calls.with("Content-Type", "application/json");
    }
    HttpCalls.Answer answer = calls.call(method, call.target(), body.orElse("").getBytes(UTF_8));
    return new Reply(answer.status(), answer.text());
  }

  @Override
  public void open(String client, String method, String target) {
    OpenResponse before =
        responses.put(
            client, OpenResponse.of(method, URI.create("http://" + host + target), LONGEST));
    if (before != null) {
      before.close();
    }
  }

  @Override
  public boolean isEnded(String client) {
    return Objects.requireNonNull(responses.get(client)).isAtItsEnd(LONGEST);
  }

  @Override
  public boolean isTold(Predicate<String> asked) {
    return within(LONGEST, () -> hooks.take(asked));
  }

  @Override
  public void close() {
    sockets.values().forEach(WsClient::close);
    responses.values().forEach(OpenResponse::close);
  }

  private static boolean within(Duration duration, BooleanSupplier isSo) {
    long begin = System.nanoTime();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() - begin > duration.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    return true;
  }

  private WsClient socket(String client) {
    return Objects.requireNonNull(sockets.get(client), () -> client + " has not connected");
  }
}
