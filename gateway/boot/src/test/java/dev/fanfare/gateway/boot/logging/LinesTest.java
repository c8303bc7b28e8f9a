package dev.fanfare.gateway.boot.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.KeyId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LinesTest {
  private static final String TOKEN =
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJlLW9mLWFsaWNl";

  private final LoggerContext context = new LoggerContext();

  @Test
  void aJsonLineIsOneObject() throws Exception {
    LoggingEvent event = event("Two\nlines of {}", "text");
    event.setKeyValuePairs(List.of(new KeyValuePair("port", 8080), new KeyValuePair("who", "ann")));

    String line = json(event);

    assertThat(line).endsWith("}\n");
    assertThat(line.strip()).doesNotContain("\n");
    JsonNode object = new JsonMapper().readTree(line);
    assertThat(object.get("t").asText()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(object.get("level").asText()).isEqualTo("INFO");
    assertThat(object.get("message").asText()).isEqualTo("Two\nlines of text");
    assertThat(object.get("fields").get("port").asInt()).isEqualTo(8080);
    assertThat(object.get("fields").get("who").asText()).isEqualTo("ann");
  }

  @Test
  void anExceptionStandsInItsLine() throws Exception {
    LoggingEvent event = event("It broke");
    event.setThrowableProxy(
        new ch.qos.logback.classic.spi.ThrowableProxy(new IllegalStateException("of " + TOKEN)));

    JsonNode object = new JsonMapper().readTree(json(event));

    assertThat(object.get("error").asText())
        .startsWith("java.lang.IllegalStateException: of ***")
        .contains("LinesTest");
  }

  @Test
  void aTextLineCannotBeForged() {
    assertThat(text(event("who\n12:00:00.000 ERROR forged"))).hasLineCount(1);
  }

  @Test
  void whatLooksLikeACredentialIsTakenOut() {
    for (String leak :
        List.of(
            "token " + TOKEN,
            "GET /?token=" + TOKEN,
            "Authorization: Bearer " + TOKEN,
            "authorization: Basic ZGV2OmRldi1zZWNyZXQ=",
            "{\"op\":\"hello\",\"token\":\"" + TOKEN + "\"}",
            "secret=" + TOKEN + " and more",
            "\"secret\": \"" + TOKEN + "\"")) {
      assertThat(json(event(leak)) + text(event(leak)))
          .as(leak)
          .contains("***")
          .doesNotContain("c2lnbmF0dXJl", "eyJ", "ZGV2");
    }
  }

  @Test
  void aFieldThatIsNamedLikeASecretShowsNothing() {
    LoggingEvent event = event("It");
    event.setKeyValuePairs(List.of(new KeyValuePair("secret", "hush")));

    assertThat(json(event) + text(event)).doesNotContain("hush");
  }

  @Test
  void whatIsPresentedNeverShowsItself() {
    assertThat(new Presented.Token(TOKEN)).hasToString("Token");
    assertThat(new Presented.Key(new KeyId("dev"), "hush").toString()).doesNotContain("hush");
  }

  private LoggingEvent event(String message, Object... arguments) {
    LoggingEvent event =
        new LoggingEvent("", context.getLogger("test"), Level.INFO, message, null, arguments);
    event.setInstant(Instant.parse("2026-01-02T03:04:05Z"));
    return event;
  }

  private static String json(LoggingEvent event) {
    return new String(new LineEncoder(new JsonLine()).encode(event), StandardCharsets.UTF_8);
  }

  private static String text(LoggingEvent event) {
    return new String(new LineEncoder(new TextLine()).encode(event), StandardCharsets.UTF_8);
  }
}
