package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.HttpCalls;
import dev.fanfare.testkit.Patience;
import dev.fanfare.testkit.Spec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/spec/http.md}, from outside. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class HttpStreamTest {
  private static final Pattern SESSION =
      Pattern.compile("\\{\"p\":\"session\",\"session\":\"([A-Za-z0-9._-]+)\"}");
  private static final String HELLO =
      "{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"dev:dev-secret\",\"subs\":{\"%s\":%s}}";

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<DevServer> servers = new ArrayList<>();

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    servers.add(DevServer.start(folder, "--port", "0"));
  }

  @AfterAll
  void stop() {
    servers.forEach(DevServer::close);
  }

  @Test
  @Spec("HTTP-1")
  void aRequestOpensASessionAndItsResponseGoesOn() throws Exception {
    backend().post("/v1/channels/one/messages", "{\"data\":0}");
    try (Stream stream = open(HELLO.formatted("one", "{}"))) {
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.header("content-type")).isEqualTo("application/x-ndjson");
      assertThat(stream.header("cache-control")).isEqualTo("no-store");
      assertThat(stream.session()).isNotEmpty();
      assertThat(stream.line()).startsWith("{\"i\":1,\"ok\":{\"connection\":");
      assertThat(stream.line()).startsWith("{\"i\":1,\"sub\":\"one\",\"ok\":{");

      backend().post("/v1/channels/one/messages", "{\"data\":{\"n\":1}}");
      assertThat(stream.line()).contains("\"p\":\"msg\"").contains("\"d\":{\"n\":1}");
    }
  }

  @Test
  @Spec("HTTP-1")
  void helloMayComeLater() throws Exception {
    try (Stream stream = open("")) {
      String session = stream.session();
      assertThat(send(session, HELLO.formatted("later", "{}")).status()).isEqualTo(202);
      assertThat(stream.line()).startsWith("{\"i\":1,\"ok\":{\"connection\":");
    }
  }

  @Test
  @Spec("HTTP-2")
  void aBatchIsSentWithAPostAndAnsweredOverTheStream() throws Exception {
    try (Stream stream = open(HELLO.formatted("two", "{}"))) {
      String session = stream.session();
      stream.line();
      stream.line();
      HttpCalls.Answer accepted =
          send(session, "{\"i\":2,\"op\":\"ping\"}\n{\"i\":3,\"op\":\"ping\"}");
      assertThat(accepted.status()).isEqualTo(202);
      assertThat(accepted.text()).isEqualTo("{\"accepted\":true}\n");
      send(session, "{\"i\":4,\"op\":\"ping\"}");
      assertThat(stream.line()).startsWith("{\"i\":2,\"ok\":");
      assertThat(stream.line()).startsWith("{\"i\":3,\"ok\":");
      assertThat(stream.line()).startsWith("{\"i\":4,\"ok\":");
    }
  }

  @Test
  @Spec("HTTP-3")
  void aCredentialMayStandInTheHeader() throws Exception {
    String hello = "{\"i\":1,\"op\":\"hello\",\"v\":1}";
    try (Stream stream = open(hello, "Authorization", basic("dev:dev-secret"))) {
      stream.session();
      assertThat(stream.line()).startsWith("{\"i\":1,\"ok\":{\"connection\":");
    }
    try (Stream refused = open(hello, "Authorization", basic("dev:wrong"))) {
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
    }
    try (Stream refused = open(hello, "Authorization", "Nonsense")) {
      assertThat(refused.status()).isEqualTo(401);
    }
  }

  @Test
  @Spec("HTTP-4")
  void aHelloThatIsRefusedHasItsStatus() throws Exception {
    try (Stream refused = open(HELLO.formatted("x", "{}").replace("dev-secret", "wrong"))) {
      assertThat(refused.status()).isEqualTo(401);
      refused.session();
      assertThat(refused.line()).contains("\"err\"").contains("\"scope\":\"connection\"");
      assertThat(refused.end()).isTrue();
    }
  }

  @Test
  @Spec("HTTP-5")
  void aSessionEndsWithItsResponse() throws Exception {
    String open;
    try (Stream stream = open(HELLO.formatted("five", "{}"))) {
      open = stream.session();
    }
    String session = open;
    // It may take the server a moment to see that the client has gone.
    Patience.until(
        "the session is over", () -> send(session, "{\"i\":2,\"op\":\"ping\"}").status() != 202);
    HttpCalls.Answer made = send("AAAA.here.AAAA", "{\"i\":2,\"op\":\"ping\"}");
    assertThat(made.status()).isEqualTo(404);
    assertThat(made.text()).contains("POST /v1/stream");
  }

  @Test
  @Spec("HTTP-6")
  void otherMethodsAndParametersAreRefused() {
    HttpCalls.Answer get = backend().get("/v1/stream");
    assertThat(get.status()).isEqualTo(405);
    assertThat(get.header("allow")).hasValue("POST");
    HttpCalls.Answer parameter = backend().post("/v1/stream?token=x", "");
    assertThat(parameter.status()).isEqualTo(400);
    assertThat(backend().call("DELETE", "/v1/stream/x", new byte[0]).status()).isEqualTo(405);
  }

  @Test
  @Spec("HTTP-7")
  void whatIsTooLongOrNoTextDoesNotReachTheSession() throws Exception {
    try (Stream stream = open(HELLO.formatted("seven", "{}"))) {
      String session = stream.session();
      stream.line();
      stream.line();
      assertThat(send(session, " ".repeat(2 << 20)).status()).isEqualTo(413);
      byte[] noText = {(byte) 0xC3, (byte) 0x28};
      assertThat(anonymous().call("POST", "/v1/stream/" + session, noText).status()).isEqualTo(400);
      send(session, "{\"i\":2,\"op\":\"ping\"}");
      assertThat(stream.line()).startsWith("{\"i\":2,\"ok\":");
    }
  }

  @Test
  @Spec("HTTP-8")
  void whoComesBackGetsWhatWasMissed() throws Exception {
    backend().post("/v1/channels/eight/messages", "{\"data\":1}");
    String epoch;
    try (Stream stream = open(HELLO.formatted("eight", "{}"))) {
      stream.session();
      stream.line();
      Matcher found = Pattern.compile("\"e\":\"([^\"]+)\"").matcher(stream.line());
      assertThat(found.find()).isTrue();
      epoch = found.group(1);
    }
    for (int i = 2; i <= 3; i++) {
      backend().post("/v1/channels/eight/messages", "{\"data\":" + i + "}");
    }
    String at = "{\"at\":{\"e\":\"" + epoch + "\",\"o\":1}}";
    try (Stream stream = open(HELLO.formatted("eight", at))) {
      stream.session();
      stream.line();
      assertThat(stream.line()).contains("\"state\":\"full\"");
      assertThat(stream.line()).contains("\"o\":2,").contains("\"d\":2");
      assertThat(stream.line()).contains("\"o\":3,").contains("\"d\":3");
      assertThat(stream.line()).contains("\"p\":\"live\"");
    }
  }

  @Test
  @Spec("HTTP-9")
  void pagesMayUseIt() throws Exception {
    HttpCalls page = anonymous().with("Origin", "https://page.example");
    HttpCalls.Answer preflight =
        page.with("Access-Control-Request-Method", "POST")
            .with("Access-Control-Request-Headers", "authorization")
            .call("OPTIONS", "/v1/stream", new byte[0]);
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("access-control-allow-methods").orElse("")).contains("POST");
    try (Stream stream = open(HELLO.formatted("x", "{}"), "Origin", "https://page.example")) {
      assertThat(stream.header("access-control-allow-origin")).isEqualTo("https://page.example");
    }
  }

  @Test
  @Spec("HTTP-10")
  void byeEndsItInOrder() throws Exception {
    try (Stream stream = open(HELLO.formatted("ten", "{}"))) {
      String session = stream.session();
      stream.line();
      stream.line();
      send(session, "{\"i\":2,\"op\":\"bye\"}");
      assertThat(stream.line()).startsWith("{\"i\":2,\"ok\":");
      assertThat(stream.end()).isTrue();
      assertThat(send(session, "{\"i\":3,\"op\":\"ping\"}").status()).isEqualTo(404);
    }
  }

  private HttpCalls anonymous() {
    return HttpCalls.to(address());
  }

  private HttpCalls backend() {
    return anonymous().basic("dev", "dev-secret");
  }

  private HttpCalls.Answer send(String session, String batch) {
    return anonymous().post("/v1/stream/" + session, batch);
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + servers.get(0).port());
  }

  private Stream open(String batch, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address().resolve("/v1/stream"))
            .POST(BodyPublishers.ofString(batch));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
    // A server that has just started on a busy machine may ask its clients to come back.
    for (int i = 0; i < 100 && response.statusCode() == 503; i++) {
      response.body().close();
      response = http.send(request.build(), BodyHandlers.ofInputStream());
    }
    return new Stream(response);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** A response that goes on. */
  private static final class Stream implements AutoCloseable {
    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    Stream(HttpResponse<InputStream> response) {
      this.response = response;
      this.lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String line() throws IOException {
      String line = lines.readLine();
      assertThat(line).as("a line of the stream").isNotNull();
      return line;
    }

    /** The session's name, from the first line. */
    String session() throws IOException {
      String first = line();
      Matcher found = SESSION.matcher(first);
      assertThat(found.matches()).as(first).isTrue();
      return found.group(1);
    }

    boolean end() throws IOException {
      return lines.read() < 0;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
