package dev.fanfare.gateway.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fanfare.gateway.boot.config.ReferencePage;
import dev.fanfare.gateway.boot.config.SampleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolsTest {
  private final Terminal terminal = new Terminal();

  @Test
  void aMadeKeyFitsItsHash(@TempDir Path folder) throws IOException {
    assertThat(terminal.types("hash-key", "--id", "backend")).isZero();

    String printed = terminal.printed();
    Matcher secret = Pattern.compile("secret  ([A-Za-z0-9_-]{43}) ").matcher(printed);
    assertThat(secret.find()).isTrue();
    assertThat(printed).contains("secretSha256: " + Secrets.sha256(secret.group(1)));

    String lines =
        printed.substring(printed.indexOf("      - id:"), printed.indexOf("\n\nYour server"));
    Path file =
        Files.writeString(folder.resolve("f.yaml"), "apps:\n  - id: a\n    apiKeys:\n" + lines);
    assertThat(terminal.types("config", "check", file.toString())).isZero();
    assertThat(terminal.printed()).contains(file + " is good: 1 app, 1 key.");
  }

  @Test
  void aTokenIsForTheDevelopmentAppUnlessOneSaysOtherwise() throws IOException {
    assertThat(terminal.types("token")).isZero();

    JsonNode claims = claims(terminal.printed().strip());
    assertThat(claims.get("aud").asText()).isEqualTo("1001");
    assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(3600);
    assertThat(claims.has("sub")).isFalse();
    assertThat(claims.has("cap")).isFalse();
  }

  @Test
  void aTokenSaysWhatItIsToldTo() throws IOException {
    terminal.environment.put("SECRET", "from outside");
    int code =
        terminal.types(
            "token",
            "--app",
            "7",
            "--key",
            "k",
            "--secret",
            "env:SECRET",
            "--sub",
            "Ann B",
            "--ttl",
            "24h",
            "--cap",
            "chat:*=subscribe,publish",
            "--cap",
            "news=*",
            "--cap",
            "chat:*=history");

    assertThat(code).isZero();
    JsonNode claims = claims(terminal.printed().strip());
    assertThat(claims.get("sub").asText()).isEqualTo("Ann B");
    assertThat(claims.get("cap").get("chat:*").toString())
        .isEqualTo("[\"subscribe\",\"publish\",\"history\"]");
    assertThat(claims.get("cap").get("news")).hasSize(11);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "token --cap x | 2 | write it as PATTERN=OPERATION",
        "token --cap x=fly | 2 | there is no operation 'fly'",
        "token --ttl 1 | 2 | '1' is not a duration",
        "token --ttl 25h | 1 | A token holds between 1s and 24h",
        "token --ttl 0s | 1 | A token holds between 1s and 24h",
        "token --key a/b | 2 | an id is 1 to 64",
        "token --secret env:ABSENT | 1 | The environment variable ABSENT is not set.",
        "hash-key --id a:b | 2 | an id is 1 to 64",
        "config | 2 | Which of check, sample and reference?",
        "config check | 2 | Missing required parameter",
        "config chekc x | 2 | Did you mean",
        "config check /no/such/file | 1 | There is no such file.",
        "devv | 2 | Did you mean"
      })
  void whatCannotBeDoneIsSaidInOneLine(String line, int code, String sentence) {
    assertThat(terminal.types(line.split(" ", -1))).isEqualTo(code);
    assertThat(terminal.complained().strip()).contains(sentence).doesNotContain("\n");
  }

  @Test
  void nothingAsksForACommand() {
    assertThat(terminal.types()).isEqualTo(2);
    assertThat(terminal.complained())
        .isEqualTo("fanfare: Which command? See './fanfare --help'.\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dev",
        "gateway",
        "hash-key",
        "token",
        "config",
        "config check",
        "config sample",
        "config reference",
        "version"
      })
  void everyCommandExplainsItself(String command) {
    assertThat(terminal.types((command + " --help").strip().split(" ", -1))).isZero();
    assertThat(terminal.printed()).startsWith("Usage: fanfare").contains("--help");
    assertThat(terminal.complained()).isEmpty();
  }

  @Test
  void theVersionIsPrinted() {
    assertThat(terminal.types("version")).isZero();
    assertThat(terminal.types("--version")).isZero();
    assertThat(terminal.printed().lines().distinct())
        .hasSize(1)
        .allMatch(s -> s.startsWith("fanfare "));
  }

  @Test
  void sampleAndReferenceArePrinted() {
    terminal.types("config", "sample");
    terminal.types("config", "reference");

    assertThat(terminal.printed()).isEqualTo(SampleFile.text() + ReferencePage.text());
  }

  private static JsonNode claims(String token) throws IOException {
    return new JsonMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
  }
}
