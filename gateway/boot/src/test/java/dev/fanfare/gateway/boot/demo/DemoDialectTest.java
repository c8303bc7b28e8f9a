package dev.fanfare.gateway.boot.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fanfare.gateway.boot.tokens.TokenMaker;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.KeyId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoDialectTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Pattern LINK =
      Pattern.compile("(?:src|href|from) ?=? ?[\"'](/[^\"']*)[\"']");

  private final DemoDialect demo =
      new DemoDialect(
          new TokenMaker(
              () -> NOW,
              new AppId("1001"),
              new KeyId("dev"),
              "dev-secret".getBytes(StandardCharsets.UTF_8)));

  @ParameterizedTest
  @ValueSource(strings = {"/", "/demo"})
  void thePageIsServedAndMayLoadNothingFromElsewhere(String path) {
    HttpAnswer page = answer(get(path));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.headers().get("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.headers().get("content-security-policy"))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
        .contains("ws://localhost:8080")
        .doesNotContain("unsafe", "*");
    assertThat(page.headers().get("x-content-type-options")).isEqualTo("nosniff");
    assertThat(text(page)).doesNotContain("<script>", "style=", "onclick", "http://", "https://");
  }

  @Test
  void everythingThatThePageNamesIsThere() {
    for (String path : List.of("/", "/demo/demo.js")) {
      Matcher links = LINK.matcher(text(answer(get(path))));
      assertThat(links.find()).isTrue();
      do {
        assertThat(answer(get(links.group(1))).status()).as(links.group(1)).isEqualTo(200);
      } while (links.find());
    }
  }

  @Test
  void theScriptNeverWritesHtml() {
    assertThat(text(answer(get("/demo/demo.js"))) + text(answer(get("/demo/connection.js"))))
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
  }

  @Test
  void aBrowserOfThisMachineGetsAShortToken() throws Exception {
    HttpAnswer answer = answer(get("/demo/token", Map.of("client", List.of("Ann \"A\""))));

    assertThat(answer.status()).isEqualTo(200);
    JsonNode body = new JsonMapper().readTree(answer.body());
    assertThat(body.get("client").asText()).isEqualTo("Ann \"A\"");
    String[] parts = body.get("token").asText().split("\\.", -1);
    JsonNode claims = new JsonMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
    assertThat(claims.get("sub").asText()).isEqualTo("Ann \"A\"");
    assertThat(claims.get("aud").asText()).isEqualTo("1001");
    assertThat(claims.get("exp").asLong()).isEqualTo(NOW.getEpochSecond() + 600);
    assertThat(claims.get("cap").fieldNames()).toIterable().containsExactly("demo:*");
    assertThat(claims.get("cap").toString()).doesNotContain("admin");
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, localhost:8080",
    "127.0.0.1, evil.example",
    "127.0.0.1, localhost.evil.example:8080",
    "127.0.0.1, ''",
    "10.0.0.1, 10.0.0.1:8080"
  })
  void nobodyElseGetsOne(String address, String host) {
    RequestHead head =
        new RequestHead(
            "GET",
            "/demo/token",
            List.of("demo", "token"),
            Map.of("client", List.of("ann")),
            Map.of("host", List.of(host)),
            false,
            address);

    assertThat(answer(Optional.of(head)).status()).isEqualTo(403);
  }

  @Test
  void aTokenNeedsAName() {
    assertThat(answer(get("/demo/token")).status()).isEqualTo(400);
    assertThat(answer(get("/demo/token", Map.of("client", List.of("\u0000")))).status())
        .isEqualTo(400);
  }

  @Test
  void otherPathsAreLeftToOthers() {
    assertThat(demo.match(get("/demo/x").orElseThrow())).isEmpty();
    assertThat(demo.match(get("/v1/connect").orElseThrow())).isEmpty();
  }

  @Test
  void onlyReadingIsPossible() {
    RequestHead post =
        new RequestHead("POST", "/demo", List.of("demo"), Map.of(), Map.of(), false, "127.0.0.1");

    assertThat(answer(Optional.of(post)).status()).isEqualTo(405);
    assertThat(answer(Optional.of(post)).headers().get("allow")).isEqualTo("GET, HEAD");
  }

  private HttpAnswer answer(Optional<RequestHead> head) {
    Match match = demo.match(head.orElseThrow()).orElseThrow();
    assertThat(match).isInstanceOf(Match.Answered.class);
    return ((Match.Answered) match).answer();
  }

  private static String text(HttpAnswer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static Optional<RequestHead> get(String path) {
    return get(path, Map.of());
  }

  private static Optional<RequestHead> get(String path, Map<String, List<String>> query) {
    return Optional.of(
        new RequestHead(
            "GET",
            path,
            List.of(path.substring(1).split("/", -1)),
            query,
            Map.of("host", List.of("localhost:8080")),
            false,
            "127.0.0.1"));
  }
}
