package dev.fanfare.gateway.dialect.fanfare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.testkit.Spec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FanfareDialectTest {
  private final FanfareDialect dialect =
      new FanfareDialect(FanfareOptions.DEFAULT, () -> 0, () -> 0);

  @Test
  @Spec("NAT-1")
  void aClientThatOffersTheSubprotocolGetsIt() {
    Match.Converse match = converse("fanfare.v1.json");

    assertThat(match.subprotocol()).hasValue("fanfare.v1.json");
    assertThat(match.encoding().name()).isEqualTo("fanfare.v1.json");
    assertThat(match.encoding().binary()).isFalse();
    assertThat(match.early()).isEmpty();
  }

  @Test
  @Spec("NAT-1")
  void aClientThatOffersNoneSpeaksTheSameAndGetsNone() {
    assertThat(converse().subprotocol()).isEmpty();
  }

  @Test
  @Spec("NAT-1")
  void ofSeveralOffersOursIsTaken() {
    assertThat(converse("other, fanfare.v1.json").subprotocol()).hasValue("fanfare.v1.json");
    assertThat(converse("other", "fanfare.v1.json").subprotocol()).hasValue("fanfare.v1.json");
  }

  @ParameterizedTest
  @Spec("NAT-2")
  @ValueSource(strings = {"other", "fanfare.v2.json", "FANFARE.V1.JSON", "", "fanfare.token.x"})
  void aClientThatOffersOnlyOthersIsRefused(String offered) {
    HttpAnswer answer = answered(connect("GET", true, Map.of(), offered));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer)).contains("\"code\":40012").contains("fanfare.v1.json");
  }

  @Test
  @Spec("NAT-3")
  void aTokenBesideTheSubprotocolIsPresentedBeforeTheUpgrade() {
    Match.Converse match = converse("fanfare.v1.json, fanfare.token.a.b.c");

    assertThat(match.early()).hasValue(new Presented.Token("a.b.c"));
    assertThat(match.subprotocol()).hasValue("fanfare.v1.json");
  }

  @Test
  @Spec("NAT-44")
  void aClientThatComesBackSaysSoBesideTheSubprotocol() {
    Match.Converse match = converse("fanfare.v1.json, fanfare.resume");

    assertThat(match.comesBack()).isTrue();
    assertThat(match.subprotocol()).hasValue("fanfare.v1.json");
    assertThat(converse("fanfare.v1.json").comesBack()).isFalse();
  }

  @Test
  @Spec("NAT-4")
  void noCredentialStandsInAnAddress() {
    HttpAnswer answer = answered(connect("GET", true, Map.of("token", List.of("secret"))));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer)).contains("\"code\":40002").doesNotContain("secret");
  }

  @Test
  @Spec("NAT-4")
  void withoutAnUpgradeTheAddressAsksForOne() {
    HttpAnswer answer = answered(connect("GET", false, Map.of()));

    assertThat(answer.status()).isEqualTo(426);
    assertThat(answer.headers())
        .containsEntry("upgrade", "websocket")
        .containsEntry("sec-websocket-version", "13");
  }

  @Test
  @Spec("NAT-4")
  void anotherMethodIsRefused() {
    HttpAnswer answer = answered(connect("POST", false, Map.of()));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("allow", "GET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v1", "v1/", "v1/raw/x", "v2/connect", "v1/connect/x", "app/key"})
  void whatIsNotOursIsLeftToOthers(String path) {
    RequestHead head =
        new RequestHead(
            "GET", "/" + path, List.of(path.split("/", -1)), Map.of(), Map.of(), false, "::1");

    assertThat(dialect.match(head)).isEmpty();
  }

  private Match.Converse converse(String... offered) {
    return (Match.Converse) connect("GET", true, Map.of(), offered).orElseThrow();
  }

  private Optional<Match> connect(
      String method, boolean webSocket, Map<String, List<String>> query, String... offered) {
    Map<String, List<String>> headers =
        offered.length == 0 ? Map.of() : Map.of("sec-websocket-protocol", List.of(offered));
    return dialect.match(
        new RequestHead(
            method, "/v1/connect", List.of("v1", "connect"), query, headers, webSocket, "::1"));
  }

  private static HttpAnswer answered(Optional<Match> match) {
    return ((Match.Answered) match.orElseThrow()).answer();
  }

  private static String text(HttpAnswer answer) {
    return new String(answer.body(), UTF_8);
  }
}
