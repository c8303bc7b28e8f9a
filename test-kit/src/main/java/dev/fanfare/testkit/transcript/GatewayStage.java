package dev.fanfare.testkit.transcript;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.gateway.dialect.Dialect;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.protocol.App;
import dev.fanfare.testkit.RecordingOutlet;
import dev.fanfare.testkit.TestClient;
import dev.fanfare.testkit.TestGateway;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Predicate;

/** Plays on a gateway in memory, whose time is moved by hand. */
public final class GatewayStage implements Stage {
  private final TestGateway.World world;
  private final TestGateway gateway;
  private final Map<String, Client> clients = new HashMap<>();
  private final Optional<Form> form;
  private final Cast cast;

  /**
   * Another form of the same protocol.
   *
   * @param subprotocol that it has
   * @param write makes a transport message out of lines of JSON
   * @param read makes lines of JSON out of a transport message
   */
  public record Form(
      String subprotocol, Function<String, byte[]> write, Function<byte[], List<String>> read) {}

  private record Client(TestClient connection, Queue<String> frames) {}

  /**
   * A stage with the app of all transcripts.
   *
   * @param dialect makes the dialect in question for the gateway's clock
   */
  public GatewayStage(Function<TestGateway.World, Dialect> dialect) {
    this(TranscriptApp.cast(), List.of(dialect), Optional.empty());
  }

  /**
   * A stage with another cast.
   *
   * @param dialects each makes a dialect for the gateway's clock
   */
  public GatewayStage(Cast cast, List<Function<TestGateway.World, Dialect>> dialects) {
    this(cast, dialects, Optional.empty());
  }

  /** The same in another form, which the transcript does not know of. */
  public GatewayStage(Function<TestGateway.World, Dialect> dialect, Form form) {
    this(TranscriptApp.cast(), List.of(dialect), Optional.of(form));
  }

  private GatewayStage(
      Cast cast, List<Function<TestGateway.World, Dialect>> dialects, Optional<Form> form) {
    this.cast = cast;
    this.form = form;
    world = new TestGateway.World(1, cast.apps().toArray(App[]::new));
    gateway =
        new TestGateway(
            world, dialects.stream().map(dialect -> dialect.apply(world)).toArray(Dialect[]::new));
  }

  /** The names that transcripts know from the start. */
  public Bindings bindings() {
    return cast.names().apply(world.clock());
  }

  @Override
  public void connect(String client, Optional<String> where, List<String> written) {
    List<String> subprotocols = form.map(other -> List.of(other.subprotocol())).orElse(written);
    Map<String, List<String>> headers =
        subprotocols.isEmpty()
            ? Map.of()
            : Map.of("sec-websocket-protocol", List.of(String.join(", ", subprotocols)));
    Target target = Target.of(where.orElse(cast.entrance()));
    RequestHead head =
        new RequestHead(
            "GET", target.path(), target.segments(), target.query(), headers, true, "127.0.0.1");
    clients.put(client, new Client(gateway.connect(head), new ArrayDeque<>()));
  }

  @Override
  public void send(String client, String message) {
    TestClient connection = client(client).connection;
    if (form.isPresent()) {
      connection.sends(form.get().write().apply(message));
    } else {
      connection.sends(message);
    }
  }

  @Override
  public Optional<String> receive(String client) {
    take(client);
    return Optional.ofNullable(client(client).frames.poll());
  }

  @Override
  public boolean isSilent(String client) {
    take(client);
    return client(client).frames.isEmpty();
  }

  @Override
  public Optional<Integer> closed(String client) {
    return client(client).connection.outlet().closed().map(RecordingOutlet.Closed::code);
  }

  @Override
  public void cut(String client) {
    client(client).connection.isCutOff();
  }

  @Override
  public void pass(Duration duration) {
    gateway.advance(duration);
  }

  @Override
  public Reply call(String method, String path, Optional<String> body) {
    Cast.Call call = cast.backend().signed(method, path, body, world.clock());
    Map<String, List<String>> headers = new LinkedHashMap<>(call.headers());
    body.ifPresent(json -> headers.put("content-type", List.of("application/json")));
    Target target = Target.of(call.target());
    RequestHead head =
        new RequestHead(
            method, target.path(), target.segments(), target.query(), headers, false, "127.0.0.1");
    HttpAnswer answer = gateway.request(head, body.orElse("").getBytes(UTF_8));
    return new Reply(answer.status(), new String(answer.body(), UTF_8));
  }

  @Override
  public void open(String client, String method, String target) {
    throw new IllegalStateException("Responses that go on are played over sockets: SocketStage");
  }

  @Override
  public boolean isEnded(String client) {
    throw new IllegalStateException("Responses that go on are played over sockets: SocketStage");
  }

  @Override
  public boolean isTold(Predicate<String> asked) {
    throw new IllegalStateException("Webhooks are played over sockets: SocketStage");
  }

  private void take(String name) {
    gateway.settle();
    Client client = client(name);
    if (form.isPresent()) {
      client
          .connection
          .receivedBytes()
          .forEach(message -> client.frames.addAll(form.get().read().apply(message)));
      return;
    }
    for (String message : client.connection.received()) {
      client.frames.addAll(List.of(message.split("\n", -1)));
    }
  }

  private Client client(String name) {
    return Objects.requireNonNull(clients.get(name), () -> name + " has not connected");
  }
}
