package dev.fanfare.gateway.dialect.pusher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.fanfare.gateway.dialect.pusher.json.JsonFields;
import dev.fanfare.gateway.dialect.pusher.json.JsonValue;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is cut out of JSON is what a parser finds in it, and nothing else is let in. */
class JsonTest {
  private static final JsonFactory JACKSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  @Property(tries = 500)
  void itsPartsAreThoseThatAParserFinds(@ForAll("values") String json) throws Exception {
    List<String> cut = new ArrayList<>();
    collect(JsonValue.of(json), cut);

    assertThat(cut).isEqualTo(parsed(json));
  }

  @Property(tries = 1_000)
  void itIsAsStrictAsTheParser(@ForAll("nearlyJson") String text) {
    assertThat(isRead(text)).as(text).isEqualTo(isParsed(text));
  }

  @Test
  void fieldsAreFoundWhateverSpaceAndEscapesStandAroundThem() throws Exception {
    JsonFields fields =
        JsonFields.read(
            " {\"a\\u0062\" :\t\"x\\\\\\\"}\" ,\r\n\"n\":[ -1.5e3,{\"]\":\"[\"} ],\"\":null} "
                .getBytes(UTF_8));

    assertThat(fields.text("ab")).contains("x\\\"}");
    assertThat(fields.value("n").orElseThrow().bytes())
        .isEqualTo("[ -1.5e3,{\"]\":\"[\"} ]".getBytes(UTF_8));
    assertThat(fields.value("")).isEmpty();
    assertThat(fields.anyValue("")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[1]", "\"\"", "true", "false", "null", "0", "-0.5E+7", "{\"a\":{\"a\":1}}"})
  void bareJsonIsKnown(String text) {
    assertThat(JsonValue.isBare(text.getBytes(UTF_8))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{]}",
        "[1,]",
        "\"",
        "\"a\"b\"",
        "troe",
        "nul",
        "00",
        "01",
        "1.",
        "-",
        "1-1",
        "1 ",
        " 1",
        "{} ",
        "{\"a\":1,\"a\":2}",
        "x",
        "\uFEFF{}",
        "NaN"
      })
  void whatIsNoBareJsonIsText(String text) {
    assertThat(JsonValue.isBare(text.getBytes(UTF_8))).isFalse();
  }

  @Test
  void otherEncodingsAreRefused() {
    for (byte[] bytes :
        List.of(
            "{}".getBytes(UTF_16BE),
            "{}".getBytes(UTF_16LE),
            new byte[] {0},
            "\"\u00e9\"".getBytes(ISO_8859_1))) {
      assertThatThrownBy(() -> JsonValue.of(bytes)).isInstanceOf(Unreadable.class);
    }
  }

  @Provide
  Arbitrary<String> values() {
    return value(3);
  }

  @Provide
  Arbitrary<String> nearlyJson() {
    Arbitrary<Character> noise =
        Arbitraries.of(
            "{}[]\",:\\ \n01-.eEtrufalsn\u0001\u00e9".chars().mapToObj(c -> (char) c).toList());
    return Combinators.combine(
            value(2), Arbitraries.integers().between(0, 200), noise, Arbitraries.of(true, false))
        .as(
            (json, at, other, instead) -> {
              int place = Math.min(at, json.length() - 1);
              return json.substring(0, place) + other + json.substring(place + (instead ? 1 : 0));
            });
  }

  private static Arbitrary<String> value(int depth) {
    Arbitrary<String> scalar =
        Arbitraries.oneOf(
            string(), Arbitraries.of("true", "false", "null", "0", "-1", "12.5e-3", "\"\""));
    if (depth == 0) {
      return scalar;
    }
    Arbitrary<String> space = Arbitraries.of("", "", " ", "\n\t\r ");
    Arbitrary<String> inner =
        Combinators.combine(space, value(depth - 1), space).as((a, b, c) -> a + b + c);
    Arbitrary<String> array =
        inner.list().ofMaxSize(4).map(all -> "[" + String.join(",", all) + "]");
    Arbitrary<String> object =
        Combinators.combine(
                string().list().uniqueElements().ofMaxSize(4), inner.list().ofSize(4), space)
            .as(
                (names, all, gap) -> {
                  List<String> fields = new ArrayList<>();
                  for (int i = 0; i < names.size(); i++) {
                    fields.add(gap + names.get(i) + gap + ":" + all.get(i));
                  }
                  return "{" + String.join(",", fields) + "}";
                });
    return Arbitraries.oneOf(scalar, array, object);
  }

  private static Arbitrary<String> string() {
    return Arbitraries.of(
            "a", "b", "}", "]", "{", "[", ",", ":", " ", "\\\"", "\\\\", "\\n", "\\u0041", "é",
            "😀")
        .list()
        .ofMaxSize(5)
        .map(parts -> "\"" + String.join("", parts) + "\"");
  }

  private static boolean isRead(String text) {
    try {
      JsonValue.of(text);
      return true;
    } catch (Unreadable no) {
      return false;
    }
  }

  private static boolean isParsed(String text) {
    try {
      parsed(text);
      return true;
    } catch (IOException no) {
      return false;
    }
  }

  /** Names and scalars in their order, as the slices say them. */
  private static void collect(JsonValue value, List<String> all) throws Unreadable {
    if (value.isObject()) {
      all.add("{");
      for (String name : names(value)) {
        all.add(name);
        collect(value.fields().anyValue(name).orElseThrow(), all);
      }
      all.add("}");
    } else if (value.isArray()) {
      all.add("[");
      for (JsonValue item : value.items()) {
        collect(item, all);
      }
      all.add("]");
    } else {
      all.add(value.text());
    }
  }

  private static List<String> names(JsonValue object) {
    List<String> names = new ArrayList<>();
    try (JsonParser parser = JACKSON.createParser(object.bytes())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        names.add(parser.currentName());
        parser.nextToken();
        parser.skipChildren();
      }
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
    return names;
  }

  private static List<String> parsed(String json) throws IOException {
    List<String> all = new ArrayList<>();
    try (JsonParser parser = JACKSON.createParser(json.getBytes(UTF_8))) {
      int depth = 0;
      do {
        JsonToken token = parser.nextToken();
        if (token == null) {
          throw new IOException("It ends too early");
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        all.add(parser.getText());
      } while (depth > 0);
      if (parser.nextToken() != null) {
        throw new IOException("Something follows");
      }
    }
    return all;
  }
}
