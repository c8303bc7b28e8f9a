package dev.fanfare.gateway.dialect.pusher.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts JSON into its parts. It relies on {@link JsonCheck}: what is handed in is valid, so that
 * every string, object and array has its end, and no name stands twice.
 */
final class JsonCut {
  private JsonCut() {}

  /** The fields of the object that begins here. */
  static JsonFields fields(byte[] json, int from) throws Unreadable {
    Map<String, JsonValue> fields = new LinkedHashMap<>(8);
    int at = solid(json, from + 1);
    while (json[at] != '}') {
      int nameEnd = end(json, at);
      int value = solid(json, solid(json, nameEnd) + 1); // after the colon
      int valueEnd = end(json, value);
      fields.put(text(json, at, nameEnd), new JsonValue(json, value, valueEnd));
      at = next(json, valueEnd);
    }
    return JsonFields.of(fields);
  }

  /** The items of the array that begins here. */
  static List<JsonValue> items(byte[] json, int from) {
    List<JsonValue> items = new ArrayList<>();
    int at = solid(json, from + 1);
    while (json[at] != ']') {
      int end = end(json, at);
      items.add(new JsonValue(json, at, end));
      at = next(json, end);
    }
    return items;
  }

  /** What a string says. */
  static String text(byte[] json, int from, int to) throws Unreadable {
    for (int i = from + 1; i < to - 1; i++) {
      if (json[i] == '\\') {
        return JsonCheck.unescaped(json, from, to);
      }
    }
    return new String(json, from + 1, to - from - 2, StandardCharsets.UTF_8);
  }

  /** Where the value that begins here has ended. */
  static int end(byte[] json, int from) {
    return switch (json[from]) {
      case '"' -> stringEnd(json, from);
      case '{', '[' -> structureEnd(json, from);
      default -> wordEnd(json, from);
    };
  }

  private static int stringEnd(byte[] json, int from) {
    int at = from + 1;
    while (json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static int structureEnd(byte[] json, int from) {
    int depth = 0;
    int at = from;
    do {
      switch (json[at]) {
        case '"' -> at = stringEnd(json, at) - 1;
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      at++;
    } while (depth > 0);
    return at;
  }

  private static int wordEnd(byte[] json, int from) {
    int at = from;
    while (at < json.length && " \t\r\n,]}".indexOf(json[at]) < 0) {
      at++;
    }
    return at;
  }

  /** After the comma, or at the bracket that closes. */
  private static int next(byte[] json, int from) {
    int at = solid(json, from);
    return json[at] == ',' ? solid(json, at + 1) : at;
  }

  private static int solid(byte[] json, int from) {
    int at = from;
    while (json[at] == ' ' || json[at] == '\t' || json[at] == '\r' || json[at] == '\n') {
      at++;
    }
    return at;
  }
}
