package dev.fanfare.gateway.dialect.pusher.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** One JSON value as the bytes that the sender wrote; valid, since nothing else becomes one. */
public final class JsonValue {
  private final byte[] json;
  private final int from;
  private final int to;

  JsonValue(byte[] json, int from, int to) {
    this.json = json;
    this.from = from;
    this.to = to;
  }

  /** Reads one value that fills the bytes, which are not changed afterwards. */
  public static JsonValue of(byte[] json) throws Unreadable {
    return JsonCheck.value(json);
  }

  /** Reads one value that fills the text. */
  public static JsonValue of(String json) throws Unreadable {
    return of(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether these bytes are one JSON value in UTF-8, with nothing around it. */
  public static boolean isBare(byte[] text) {
    return JsonCheck.isBare(text);
  }

  /** Its bytes, not to be changed. */
  public byte[] bytes() {
    return from == 0 && to == json.length ? json : Arrays.copyOfRange(json, from, to);
  }

  /** Whether it is a string. */
  public boolean isText() {
    return json[from] == '"';
  }

  /** Whether it is an object. */
  public boolean isObject() {
    return json[from] == '{';
  }

  /** Whether it is an array. */
  public boolean isArray() {
    return json[from] == '[';
  }

  /** Whether it is a number. */
  public boolean isNumber() {
    return json[from] == '-' || (json[from] >= '0' && json[from] <= '9');
  }

  /** Whether it is null. */
  public boolean isNull() {
    return json[from] == 'n';
  }

  /** What a string says; for another value its JSON. */
  public String text() throws Unreadable {
    return isText()
        ? JsonCut.text(json, from, to)
        : new String(json, from, to - from, StandardCharsets.UTF_8);
  }

  /** The fields of an object. */
  public JsonFields fields() throws Unreadable {
    return JsonCut.fields(json, from);
  }

  /** The items of an array. */
  public List<JsonValue> items() {
    return JsonCut.items(json, from);
  }

  /** Its bytes without line ends outside of strings, which a payload must not have. */
  public byte[] oneLine() {
    byte[] bytes = bytes();
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
