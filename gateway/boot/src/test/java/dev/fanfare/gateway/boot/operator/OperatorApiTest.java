package dev.fanfare.gateway.boot.operator;

import static dev.fanfare.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fanfare.gateway.backend.memory.MemoryAppDirectory;
import dev.fanfare.gateway.backend.memory.MemoryAppOverrides;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.Limits;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorApiTest {
  private static final String TOKEN = "t".repeat(32);
  private static final AppId SHOP = new AppId("1001");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MemoryAppDirectory directory = new MemoryAppDirectory();
  private final MemoryAppOverrides overrides = new MemoryAppOverrides();
  private final OverriddenApps apps = OverriddenApps.over(directory, overrides);
  private final OperatorDialect api = new OperatorDialect(TOKEN, apps, overrides, true);
  private final List<App> heard = new ArrayList<>();

  @BeforeEach
  void anAppIsThere() {
    directory.put(app(1, AppOptions.DEFAULT));
    assertThat(apps.onChange(heard::add)).isNotNull();
  }

  @Test
  void aChangeLiesOverTheAppAndReachesWhoeverListens() {
    HttpAnswer answer =
        patch("{\"options\":{\"clientEvents\":true},\"limits\":{\"connections\":7}}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(json(answer).at("/options/clientEvents").asBoolean()).isTrue();
    assertThat(json(answer).at("/limits/connections").asInt()).isEqualTo(7);
    assertThat(json(answer).at("/changed").toString())
        .isEqualTo("{\"options\":{\"clientEvents\":true},\"limits\":{\"connections\":7}}");
    App now = apps.app(SHOP).orElseThrow();
    assertThat(now.options().clientEvents()).isTrue();
    assertThat(now.limits().connections()).isEqualTo(7);
    assertThat(now.limits().messageBytes()).isEqualTo(Limits.DEFAULT.messageBytes());
    assertThat(heard).containsExactly(now);
  }

  @Test
  void nullTakesOneChangeBackAndDeleteAllOfThem() {
    patch("{\"options\":{\"clientEvents\":true,\"watchlist\":true}}");
    patch("{\"options\":{\"watchlist\":null}}");
    assertThat(apps.app(SHOP).orElseThrow().options().watchlist()).isFalse();
    assertThat(apps.app(SHOP).orElseThrow().options().clientEvents()).isTrue();

    assertThat(call("DELETE", "", Map.of()).status()).isEqualTo(204);
    assertThat(apps.app(SHOP).orElseThrow().options()).isEqualTo(AppOptions.DEFAULT);
    assertThat(call("DELETE", "", Map.of()).status()).isEqualTo(204);
    assertThat(heard).extracting(App::version).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void theSameChangeTwiceIsOne() {
    HttpAnswer first = patch("{\"options\":{\"clientEvents\":true}}");
    HttpAnswer again = patch("{\"options\":{\"clientEvents\":true}}");

    assertThat(again.headers().get("etag")).isEqualTo(first.headers().get("etag"));
    assertThat(heard).hasSize(1);
  }

  @Test
  void whoSawAnOlderStateIsRefused() {
    String tag = call("GET", "", Map.of()).headers().get("etag");
    patch("{\"options\":{\"clientEvents\":true}}");
    HttpAnswer late =
        call("PATCH", "{\"options\":{\"watchlist\":true}}", Map.of("if-match", List.of(tag)));

    assertThat(late.status()).isEqualTo(412);
    assertThat(late.headers().get("content-type")).isEqualTo("application/problem+json");
    assertThat(apps.app(SHOP).orElseThrow().options().watchlist()).isFalse();
    String newest = call("GET", "", Map.of()).headers().get("etag");
    assertThat(
            call("PATCH", "{\"options\":{\"watchlist\":true}}", Map.of("if-match", List.of(newest)))
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"options\":{\"clientEvent\":true}} | clientEvents",
        "{\"limits\":{\"connections\":-1}} | from 0 to",
        "{\"options\":{\"webhooks\":[{\"url\":\"ftp://x\"}]}} | http or https",
        "{\"options\":{\"webhooks\":[{\"url\":\"http://x\",\"kinds\":[\"all\"]}]}} | channel-occupied",
        "{\"rules\":[]} | no key 'rules'",
        "[1] | one JSON object",
        "{\"options\": | one JSON object"
      })
  void aMistakeChangesNothingAndIsExplained(String body, String part) {
    HttpAnswer answer = patch(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers().get("content-type")).isEqualTo("application/problem+json");
    assertThat(json(answer).at("/detail").asText()).contains(part);
    assertThat(heard).isEmpty();
  }

  @Test
  void webhooksCanBeSetAndAreWrittenAsInTheFile() {
    String hook =
        "{\"url\":\"https://shop.example/hook\",\"kinds\":[\"member_added\"],\"channelPrefix\":\"presence-\"}";
    HttpAnswer answer = patch("{\"options\":{\"webhooks\":[" + hook + "]}}");

    assertThat(json(answer).at("/options/webhooks/0/kinds/0").asText()).isEqualTo("member-added");
    assertThat(apps.app(SHOP).orElseThrow().options().webhooks()).hasSize(1);
  }

  @Test
  void webhooksWithoutADatabaseAreRefused() {
    OperatorDialect without = new OperatorDialect(TOKEN, apps, overrides, false);
    HttpAnswer answer =
        call(
            without,
            "PATCH",
            "{\"options\":{\"webhooks\":[{\"url\":\"https://shop.example/hook\"}]}}",
            Map.of("authorization", List.of("Bearer " + TOKEN)));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(json(answer).at("/detail").asText()).contains("database.url");
  }

  @ParameterizedTest
  @CsvSource({"Bearer wrong", "Basic dDp0", "''"})
  void whoHasNotTheTokenLearnsNothing(String authorization) {
    for (String app : List.of("1001", "nobody", "../x")) {
      Optional<Match> match =
          api.match(head("GET", app, Map.of("authorization", List.of(authorization))));
      HttpAnswer answer = ((Match.Answered) match.orElseThrow()).answer();
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.headers().get("www-authenticate")).startsWith("Bearer");
    }
  }

  @Test
  void anUnknownAppAndAnotherMethodAreToldSo() {
    Map<String, List<String>> token = Map.of("authorization", List.of("Bearer " + TOKEN));
    assertThat(answered(api.match(head("GET", "1002", token))).status()).isEqualTo(404);
    HttpAnswer put = answered(api.match(head("PUT", "1001", token)));
    assertThat(put.status()).isEqualTo(405);
    assertThat(put.headers().get("allow")).isEqualTo("GET, PATCH, DELETE");
  }

  @Test
  void aNewSnapshotOfTheAppKeepsTheChangeOverIt() {
    patch("{\"options\":{\"clientEvents\":true}}");
    directory.put(
        app(2, new AppOptions(false, 3, Optional.empty(), true, false, false, List.of())));

    AppOptions now = apps.app(SHOP).orElseThrow().options();
    assertThat(now.clientEvents()).isTrue();
    assertThat(now.clientEventsPerSecond()).isEqualTo(3);
    assertThat(now.subscriptionCounts()).isTrue();
  }

  @Test
  void aRemovedAppIsGone() {
    directory.remove(SHOP);

    assertThat(apps.app(SHOP)).isEmpty();
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).enabled()).isFalse();
  }

  @Test
  void theDescriptionIsGoodOpenApi() {
    HttpAnswer answer =
        answered(
            api.match(
                new RequestHead(
                    "GET",
                    "/v1/operator/openapi.json",
                    List.of("v1", "operator", "openapi.json"),
                    Map.of(),
                    Map.of(),
                    false,
                    "127.0.0.1")));
    var parsed =
        new OpenAPIV3Parser().readContents(new String(answer.body(), StandardCharsets.UTF_8));

    assertThat(parsed.getMessages()).isEmpty();
    assertThat(parsed.getOpenAPI().getPaths()).containsOnlyKeys("/v1/operator/apps/{id}");
  }

  private HttpAnswer patch(String body) {
    return call("PATCH", body, Map.of());
  }

  private HttpAnswer call(String method, String body, Map<String, List<String>> headers) {
    Map<String, List<String>> all = new HashMap<>(headers);
    all.put("authorization", List.of("Bearer " + TOKEN));
    return call(api, method, body, all);
  }

  private static HttpAnswer call(
      OperatorDialect api, String method, String body, Map<String, List<String>> headers) {
    Match.Exchanged match =
        (Match.Exchanged) api.match(head(method, "1001", headers)).orElseThrow();
    return await(((Deferred) match.exchange()).answer(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static HttpAnswer answered(Optional<Match> match) {
    return ((Match.Answered) match.orElseThrow()).answer();
  }

  private static RequestHead head(String method, String app, Map<String, List<String>> headers) {
    return new RequestHead(
        method,
        "/v1/operator/apps/" + app,
        List.of("v1", "operator", "apps", app),
        Map.of(),
        headers,
        false,
        "127.0.0.1");
  }

  private static App app(long version, AppOptions options) {
    return new App(
        SHOP, version, "Shop", true, Limits.DEFAULT, List.of(), List.of(), List.of("*"), options);
  }

  private static JsonNode json(HttpAnswer answer) {
    try {
      return JSON.readTree(new String(answer.body(), StandardCharsets.UTF_8));
    } catch (JsonProcessingException notJson) {
      throw new AssertionError(notJson);
    }
  }
}
