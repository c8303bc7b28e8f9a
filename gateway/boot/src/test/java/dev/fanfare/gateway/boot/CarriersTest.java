package dev.fanfare.gateway.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.HttpCalls;
import dev.fanfare.testkit.Patience;
import dev.fanfare.testkit.WsClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The carriers over real sockets, against a process of its own. */
@TestInstance(Lifecycle.PER_CLASS)
class CarriersTest {
  private static final String BASIC =
      "Basic " + Base64.getEncoder().encodeToString("dev:dev-secret".getBytes(UTF_8));

  private final ExecutorService reader = Executors.newCachedThreadPool();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<DevServer> servers = new CopyOnWriteArrayList<>();

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    servers.add(DevServer.start(folder, "--port", "0"));
  }

  @AfterAll
  void stop() {
    servers.forEach(DevServer::close);
    reader.shutdownNow();
  }

  @Test
  void whatOneCarrierPublishesAllOthersHear() throws Exception {
    List<String> sse = new CopyOnWriteArrayList<>();
    streams("/v1/sse?channels=meet", sse::add);
    Patience.until("the stream has begun", () -> sse.stream().anyMatch(l -> l.startsWith("id:")));
    String cursor = field(calls().get("/v1/poll?channels=meet").text(), "cursor");
    CompletableFuture<HttpResponse<String>> poll =
        http.sendAsync(
            request("/v1/poll?channels=meet&wait=20&cursor=" + cursor), BodyHandlers.ofString());
    try (WsClient raw = raw("/v1/raw/meet");
        WsClient binary = socket("fanfare.v1.bin")) {
      binary.send(hello("meet"));
      assertThat(text(binary.nextBinary())).contains("1001"); // the reply names the app
      assertThat(binary.nextBinary()).isNotEmpty(); // the subscription's own

      raw.send("hello from raw");

      assertThat(raw.next()).isEqualTo("hello from raw");
      Patience.until(
          "the stream has it",
          () -> sse.stream().anyMatch(line -> line.contains("\"d\":\"hello from raw\"")));
      assertThat(poll.get().body()).contains("\"d\":\"hello from raw\"");
      String heard = text(binary.nextBinary());
      while (!heard.endsWith("hello from raw")) {
        heard = text(binary.nextBinary()); // an epoch may come first
      }
    }
  }

  @Test
  void aStreamThatIsRefusedHasARealStatus() {
    HttpCalls.Answer answer =
        HttpCalls.to(base())
            .bearer("x.y.z")
            .with("Origin", "http://a.example")
            .get("/v1/sse?channels=a");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("content-type")).hasValue("application/problem+json");
    assertThat(answer.header("access-control-allow-origin")).hasValue("http://a.example");
  }

  @Test
  void aStreamWhoseTicketHasEndedIsNotOpenedAgain() {
    String ticket =
        field(
            calls().post("/v1/tickets", "{\"channels\":[\"brief\"],\"lastsSeconds\":3}").text(),
            "ticket");
    String target = "/v1/sse?channels=brief&ticket=" + ticket;

    String stream = HttpCalls.to(base()).get(target).text(); // it ends when the ticket does

    assertThat(stream).contains("event: auth\n").contains("event: bye\n").contains("40101");
    String cursor = stream.replaceFirst("(?s).*?\nid: ([^\n]+)\n.*", "$1");
    HttpCalls.Answer again = HttpCalls.to(base()).with("Last-Event-ID", cursor).get(target);
    assertThat(again.status()).isEqualTo(204);
    assertThat(again.text()).isEmpty();
  }

  @Test
  void aPollWaitsAsLongAsItWasTold() {
    String cursor = field(calls().get("/v1/poll?channels=quiet").text(), "cursor");
    String poll = "/v1/poll?channels=quiet&wait=1&cursor=" + cursor;
    long before = System.nanoTime();
    HttpCalls.Answer answer = calls().get(poll);
    // A server on a busy machine may ask its clients to come back.
    for (int i = 0; i < 100 && answer.status() == 503; i++) {
      before = System.nanoTime();
      answer = calls().get(poll);
    }

    assertThat(answer.text()).contains("\"events\":[]");
    assertThat(System.nanoTime() - before).isBetween(900_000_000L, 5_000_000_000L);
  }

  /** A hello with a subscription, as one record: field numbers as in docs/spec/binary.md. */
  private static byte[] hello(String channel) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(0);
    field(body, 1, "hello".getBytes(UTF_8)); // op
    field(body, 2, new byte[] {1}); // i
    field(body, 3, new byte[] {1}); // v
    field(body, 5, "dev:dev-secret".getBytes(UTF_8)); // key
    ByteArrayOutputStream subs = new ByteArrayOutputStream();
    subs.write(channel.length());
    subs.writeBytes(channel.getBytes(UTF_8));
    subs.write(0);
    field(body, 9, subs.toByteArray());
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.write(body.size());
    record.writeBytes(body.toByteArray());
    return record.toByteArray();
  }

  private static void field(ByteArrayOutputStream to, int number, byte[] value) {
    to.write(number);
    to.write(value.length);
    to.writeBytes(value);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private HttpCalls calls() {
    return HttpCalls.to(base()).basic("dev", "dev-secret");
  }

  private URI base() {
    return URI.create("http://127.0.0.1:" + servers.get(0).port());
  }

  private HttpRequest request(String target) {
    return HttpRequest.newBuilder(base().resolve(target)).header("Authorization", BASIC).build();
  }

  private void streams(String target, Consumer<String> line) {
    reader.execute(
        () -> {
          try (Stream<String> lines = http.send(request(target), BodyHandlers.ofLines()).body()) {
            lines.forEach(line);
          } catch (IOException | UncheckedIOException | InterruptedException over) {
            Thread.currentThread().interrupt(); // the server has ended, and the test with it
          }
        });
  }

  private WsClient raw(String path) {
    return WsClient.connect(
        URI.create("ws://127.0.0.1:" + servers.get(0).port() + path),
        Map.of("Authorization", BASIC));
  }

  private WsClient socket(String subprotocol) {
    return WsClient.connect(
        URI.create("ws://127.0.0.1:" + servers.get(0).port() + "/v1/connect"), subprotocol);
  }

  private static String field(String json, String name) {
    String start = "\"" + name + "\":\"";
    int from = json.indexOf(start) + start.length();
    return json.substring(from, json.indexOf('"', from));
  }
}
