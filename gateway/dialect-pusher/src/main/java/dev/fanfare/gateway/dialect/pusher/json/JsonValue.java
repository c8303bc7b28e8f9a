package dev.fanfare.gateway.dialect.pusher.json;

import com.fasterxml.jackson.core.JsonToken;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One JSON value as the bytes that the sender wrote. */
public final class JsonValue {
  private final JsonToken token;
  private final byte[] bytes;

  JsonValue(JsonToken token, byte[] bytes) {
    this.token = token;
    this.bytes = bytes;
  }

  /** Reads one value that fills the bytes. */
  public static JsonValue of(byte[] json) throws Unreadable {
    return JsonFields.value(json);
  }

  /** Reads one value that fills the text. */
  public static JsonValue of(String json) throws Unreadable {
    return of(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Its bytes, not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Whether it is a string. */
  public boolean isText() {
    return token == JsonToken.VALUE_STRING;
  }

  /** Whether it is an object. */
  public boolean isObject() {
    return token == JsonToken.START_OBJECT;
  }

  /** Whether it is an array. */
  public boolean isArray() {
    return token == JsonToken.START_ARRAY;
  }

  /** Whether it is a number. */
  public boolean isNumber() {
    return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
  }

  /** Whether it is null. */
  public boolean isNull() {
    return token == JsonToken.VALUE_NULL;
  }

  /** What a string says; for another value its JSON. */
  public String text() throws Unreadable {
    return isText() ? JsonFields.text(bytes) : new String(bytes, StandardCharsets.UTF_8);
  }

  /** The fields of an object. */
  public JsonFields fields() throws Unreadable {
    return JsonFields.fields(bytes);
  }

  /** The items of an array. */
  public List<JsonValue> items() throws Unreadable {
    return JsonFields.items(bytes);
  }

  /** Its bytes without line ends outside of strings, which a payload must not have. */
  public byte[] oneLine() {
    for (byte b : bytes) {
      if (b == '\n' || b == '\r') {
        // Within strings they can only stand escaped, so every raw one is white space.
        byte[] line = bytes.clone();
        for (int i = 0; i < line.length; i++) {
          if (line[i] == '\n' || line[i] == '\r') {
            line[i] = ' ';
          }
        }
        return line;
      }
    }
    return bytes;
  }
}
