package dev.fanfare.gateway.dialect.pusher.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of one JSON object, each with its own bytes. Strict: valid UTF-8, no field twice, at
 * most 32 deep. Fields that nobody asks for are ignored, as every Pusher server does.
 */
public final class JsonFields {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxNumberLength(100)
                  .maxNameLength(1_000)
                  .build())
          .build();

  private final Map<String, JsonValue> fields;

  private JsonFields(Map<String, JsonValue> fields) {
    this.fields = fields;
  }

  /** Reads a JSON object. */
  public static JsonFields read(byte[] json) throws Unreadable {
    JsonValue value = JsonValue.of(json);
    if (!value.isObject()) {
      throw new Unreadable("This is not a JSON object. Send one object in UTF-8.");
    }
    return value.fields();
  }

  /** Whether this is exactly one JSON value. */
  public static boolean isJson(byte[] text) {
    try {
      var unused = JsonValue.of(text);
      return true;
    } catch (Unreadable no) {
      return false;
    }
  }

  static JsonValue value(byte[] json) throws Unreadable {
    checkUtf8(json);
    try (JsonParser parser = FACTORY.createParser(json)) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new Unreadable("The message is empty. Send JSON in UTF-8.");
      }
      int from = (int) parser.currentTokenLocation().getByteOffset();
      JsonValue value = cut(json, from, token, parser);
      if (parser.nextToken() != null) {
        throw new Unreadable("Something follows after the end of the JSON.");
      }
      return value;
    } catch (IOException broken) {
      throw malformed();
    }
  }

  static JsonFields fields(byte[] json) throws Unreadable {
    try (JsonParser parser = FACTORY.createParser(json)) {
      Map<String, JsonValue> fields = new LinkedHashMap<>(8);
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        int from = (int) parser.currentTokenLocation().getByteOffset();
        fields.put(name, cut(json, from, token, parser));
      }
      return new JsonFields(fields);
    } catch (IOException broken) {
      throw malformed();
    }
  }

  static List<JsonValue> items(byte[] json) throws Unreadable {
    try (JsonParser parser = FACTORY.createParser(json)) {
      List<JsonValue> items = new ArrayList<>();
      parser.nextToken();
      for (JsonToken token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        items.add(cut(json, from, token, parser));
      }
      return items;
    } catch (IOException broken) {
      throw malformed();
    }
  }

  static String text(byte[] json) throws Unreadable {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException broken) {
      throw malformed();
    }
  }

  private static JsonValue cut(byte[] json, int from, JsonToken token, JsonParser parser)
      throws IOException {
    if (token.isStructStart()) {
      parser.skipChildren();
    } else {
      parser.finishToken();
    }
    int to = (int) parser.currentLocation().getByteOffset();
    return new JsonValue(token, Arrays.copyOfRange(json, from, trimmed(json, from, to)));
  }

  /** A number ends where something else begins, which the parser may have passed already. */
  private static int trimmed(byte[] json, int from, int to) {
    int end = to;
    while (end > from && " \t\r\n,]}".indexOf(json[end - 1]) >= 0 && !closes(json, from, end)) {
      end--;
    }
    return end;
  }

  private static boolean closes(byte[] json, int from, int end) {
    return (json[from] == '{' && json[end - 1] == '}')
        || (json[from] == '[' && json[end - 1] == ']');
  }

  /** The field's value; one that is null counts as absent. */
  public Optional<JsonValue> value(String name) {
    return Optional.ofNullable(fields.get(name)).filter(value -> !value.isNull());
  }

  /** The field's value, null too. */
  public Optional<JsonValue> anyValue(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /** A field that is text. */
  public Optional<String> text(String name) throws Unreadable {
    Optional<JsonValue> value = value(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.get().isText()) {
      throw new Unreadable("Field '" + name + "' must be a string.");
    }
    return Optional.of(value.get().text());
  }

  /** A field that is text and must be there. */
  public String needText(String name) throws Unreadable {
    return text(name)
        .orElseThrow(() -> new Unreadable("Field '" + name + "' is missing. It is a string."));
  }

  /** A field that is an array of texts. */
  public Optional<List<String>> texts(String name) throws Unreadable {
    Optional<JsonValue> value = value(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.get().isArray()) {
      throw new Unreadable("Field '" + name + "' must be an array of strings.");
    }
    List<String> texts = new ArrayList<>();
    for (JsonValue item : value.get().items()) {
      if (!item.isText()) {
        throw new Unreadable("Field '" + name + "' must be an array of strings.");
      }
      texts.add(item.text());
    }
    return Optional.of(texts);
  }

  /** An object, also where it stands as JSON inside a string, as some clients send it. */
  public Optional<JsonFields> objectOrText(String name) throws Unreadable {
    Optional<JsonValue> value = value(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    JsonValue given = value.get();
    if (given.isText()) {
      return Optional.of(read(given.text().getBytes(StandardCharsets.UTF_8)));
    }
    if (!given.isObject()) {
      throw new Unreadable("Field '" + name + "' must be an object.");
    }
    return Optional.of(given.fields());
  }

  private static void checkUtf8(byte[] bytes) throws Unreadable {
    for (byte b : bytes) {
      if (b < 0) {
        try {
          var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
          return;
        } catch (CharacterCodingException invalid) {
          throw new Unreadable("The bytes are not UTF-8.");
        }
      }
    }
  }

  private static Unreadable malformed() {
    return new Unreadable("This is not valid JSON. Send one JSON object in UTF-8.");
  }
}
