package dev.fanfare.gateway.auth;

import static dev.fanfare.gateway.auth.Credentials.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictJsonTest {

  @Test
  void readsEveryKindOfValue() {
    String text =
        " { \"a\" : [ 1 , -2.5e1 , true , false , null , { } , [ ] ] , \"\" : \"\\u0041\\n\" } ";

    assertThat(StrictJson.object(utf8(text)))
        .contains(
            new Json.Members(
                Map.of(
                    "a",
                    new Json.Elements(
                        List.of(
                            new Json.Numeric(1),
                            new Json.Numeric(-25),
                            new Json.Flag(true),
                            new Json.Flag(false),
                            new Json.Nothing(),
                            new Json.Members(Map.of()),
                            new Json.Elements(List.of()))),
                    "",
                    new Json.Text("A\n"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[]",
        "1",
        "{}{}",
        "{} x",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\":1 \"b\":2}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":[1,]}",
        "{\"a\":[1 2]}",
        "{\"a\":[",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":1e}",
        "{\"a\":-}",
        "{\"a\":0x1}",
        "{\"a\":Infinity}",
        "{\"a\":tru}",
        "{\"a\":truer}",
        "{\"a\":True}",
        "{\"a\":\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\u\uff11\uff11\uff11\uff11\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":1}",
        "{\"b\":{\"a\":1,\"a\":1}}",
        "\ufeff{}",
        "{\"a\":\u00a01}",
        "{}\0",
      })
  void refusesWhatIsNotOneObject(String text) {
    assertThat(StrictJson.object(utf8(text))).isEmpty();
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] text = utf8("{\"a\":\"xx\"}");
    for (byte[] wrong :
        new byte[][] {{(byte) 0xC0, (byte) 0x80}, {(byte) 0xED, (byte) 0xA0}, {(byte) 0xFF, 'x'}}) {
      System.arraycopy(wrong, 0, text, 6, 2);
      assertThat(StrictJson.object(text)).isEmpty();
    }
  }

  @Test
  void nestingHasABound() {
    assertThat(StrictJson.object(utf8("{\"a\":" + "[".repeat(15) + "]".repeat(15) + "}")))
        .isPresent();
    assertThat(StrictJson.object(utf8("{\"a\":" + "[".repeat(17) + "]".repeat(17) + "}")))
        .isEmpty();
    assertThat(StrictJson.object(utf8("{\"a\":" + "[".repeat(100_000)))).isEmpty();
  }

  @Property
  void neverThrows(@ForAll byte[] bytes) {
    assertThat(StrictJson.object(bytes)).isNotNull();
  }

  @Property
  void neverThrowsOnWhatLooksLikeJson(
      @ForAll
          @net.jqwik.api.constraints.Chars({
            '{', '}', '[', ']', '"', ':', ',', '1', '-', 'e', '.', '\\', 'u', ' '
          })
          @StringLength(max = 40)
          String text) {
    assertThat(StrictJson.object(utf8("{\"a\":" + text))).isNotNull();
  }

  @Property
  void anyTextComesBackWhenItIsEscaped(@ForAll String text) {
    StringBuilder escaped = new StringBuilder();
    text.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));

    assertThat(StrictJson.object(utf8("{\"a\":\"" + escaped + "\"}")))
        .contains(new Json.Members(Map.of("a", new Json.Text(text))));
  }
}
