package dev.fanfare.gateway.dialect.fanfare.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.fanfare.protocol.FaultCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One JSON object from outside, read field by field. Every field that is asked for is thereby
 * known; {@link #finish()} refuses all others, so a misspelt field is never ignored. Strings are
 * decoded when they are asked for, payloads stay the bytes that they are.
 *
 * <p>For one thread.
 */
public final class JsonObject extends NamedFields<JsonObject.Field> {
  /** More fields than any object of the protocol has, and few enough to keep. */
  static final int MAX_FIELDS = 1_024;

  private final byte[] json;

  private JsonObject(byte[] json, String path, Map<String, Field> fields) {
    super(path, fields);
    this.json = json;
  }

  record Field(JsonToken token, int from, int to) {}

  /**
   * Reads the object that fills the range.
   *
   * @throws InvalidInput {@link FaultCode#MALFORMED} when this is not exactly one JSON object
   */
  public static JsonObject read(byte[] json, int from, int to) throws InvalidInput {
    return JsonText.read(json, from, to, parser -> object(json, from, "", parser));
  }

  private static JsonObject object(byte[] json, int base, String path, JsonParser parser)
      throws IOException, InvalidInput {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw InvalidInput.of(
          FaultCode.MALFORMED, "This is not a JSON object. Send one JSON object, in UTF-8.");
    }
    Map<String, Field> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      int start = base + (int) parser.currentTokenLocation().getByteOffset();
      JsonText.skip(parser);
      int end = base + (int) parser.currentLocation().getByteOffset();
      fields.put(name, new Field(token, start, end));
      if (fields.size() > MAX_FIELDS) {
        throw InvalidInput.of(
            FaultCode.TOO_MANY, "An object has at most " + MAX_FIELDS + " fields; send fewer.");
      }
    }
    return new JsonObject(json, path, fields);
  }

  @Override
  public Optional<String> text(String name) throws InvalidInput {
    Optional<Field> field = typed(name, "a string", JsonToken.VALUE_STRING);
    return field.isEmpty() ? Optional.empty() : Optional.of(decode(field.get(), name));
  }

  @Override
  public Optional<byte[]> utf8(String name) throws InvalidInput {
    return text(name).map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Optional<byte[]> bytes(String name) throws InvalidInput {
    try {
      return text(name).map(Base64.getDecoder()::decode);
    } catch (IllegalArgumentException notBase64) {
      throw refused(name, "must be base64, since its kind is binary.");
    }
  }

  @Override
  public Optional<Long> integer(String name, long min, long max) throws InvalidInput {
    Optional<Field> field =
        typed(name, "a whole number from " + min + " to " + max, JsonToken.VALUE_NUMBER_INT);
    if (field.isEmpty()) {
      return Optional.empty();
    }
    Field number = field.get();
    if (number.to - number.from <= 19) {
      long value = Long.parseLong(ascii(number));
      if (value >= min && value <= max) {
        return Optional.of(value);
      }
    }
    throw refused(name, "must be a whole number from " + min + " to " + max + ".");
  }

  @Override
  public boolean flag(String name, boolean otherwise) throws InvalidInput {
    return typed(name, "true or false", JsonToken.VALUE_TRUE, JsonToken.VALUE_FALSE)
        .map(field -> field.token == JsonToken.VALUE_TRUE)
        .orElse(otherwise);
  }

  @Override
  public Optional<Fields> object(String name) throws InvalidInput {
    Optional<Field> field = typed(name, "an object", JsonToken.START_OBJECT);
    return field.isEmpty() ? Optional.empty() : Optional.of(nested(field.get(), path + name + "."));
  }

  @Override
  public Optional<List<Fields>> objects(String name, int max) throws InvalidInput {
    Optional<Field> field = typed(name, "an array of objects", JsonToken.START_ARRAY);
    if (field.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        List.copyOf(JsonArray.objects(json, field.get().from, field.get().to, path + name, max)));
  }

  @Override
  public Optional<List<String>> texts(String name, int max) throws InvalidInput {
    Optional<Field> field = typed(name, "an array of strings", JsonToken.START_ARRAY);
    if (field.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(JsonArray.texts(json, field.get().from, field.get().to, path + name, max));
  }

  @Override
  public Optional<byte[]> value(String name) {
    return field(name).map(field -> JsonText.compact(json, field.from, field.to));
  }

  @Override
  public Optional<byte[]> objectBytes(String name) throws InvalidInput {
    return typed(name, "an object", JsonToken.START_OBJECT)
        .map(field -> JsonText.compact(json, field.from, field.to));
  }

  static JsonObject nested(byte[] json, int from, int to, String path) throws InvalidInput {
    return JsonText.read(json, from, to, parser -> object(json, from, path, parser));
  }

  private JsonObject nested(Field field, String nestedPath) throws InvalidInput {
    return nested(json, field.from, field.to, nestedPath);
  }

  private Optional<Field> typed(String name, String what, JsonToken... tokens) throws InvalidInput {
    Optional<Field> field = field(name);
    if (field.isPresent() && !List.of(tokens).contains(field.get().token)) {
      throw refused(name, "must be " + what + ".");
    }
    return field;
  }

  private String decode(Field field, String name) throws InvalidInput {
    String text = JsonArray.text(json, field.from, field.to);
    if (PlainText.hasLoneSurrogate(text)) {
      throw refused(name, "holds half of a surrogate pair, which is no text.");
    }
    return text;
  }

  private String ascii(Field field) {
    return new String(json, field.from, field.to - field.from, StandardCharsets.US_ASCII);
  }
}
