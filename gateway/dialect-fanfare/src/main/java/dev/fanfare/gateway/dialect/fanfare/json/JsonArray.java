package dev.fanfare.gateway.dialect.fanfare.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.fanfare.protocol.FaultCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Arrays and strings within JSON from outside. */
public final class JsonArray {
  private JsonArray() {}

  /** Whether the first thing that is not white space opens an array. */
  public static boolean isArray(byte[] json) {
    for (byte b : json) {
      if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
        return b == '[';
      }
    }
    return false;
  }

  /**
   * The objects of an array, which has at least one and at most so many.
   *
   * @param path how messages name the array; empty where it is the whole body
   * @throws InvalidInput when it is no array, or holds something else
   */
  public static List<JsonObject> objects(byte[] json, int from, int to, String path, int max)
      throws InvalidInput {
    List<JsonObject> objects = new ArrayList<>();
    for (int[] range : elements(json, from, to, path, max, JsonToken.START_OBJECT, "an object")) {
      objects.add(JsonObject.nested(json, range[0], range[1], path + "[" + objects.size() + "]."));
    }
    if (objects.isEmpty()) {
      throw InvalidInput.of(
          FaultCode.INVALID_FIELD, named(path) + " is empty. Send at least one element.");
    }
    return objects;
  }

  static List<String> texts(byte[] json, int from, int to, String path, int max)
      throws InvalidInput {
    List<String> texts = new ArrayList<>();
    for (int[] range : elements(json, from, to, path, max, JsonToken.VALUE_STRING, "a string")) {
      String text = text(json, range[0], range[1]);
      if (PlainText.hasLoneSurrogate(text)) {
        throw InvalidInput.field(
            path + "[" + texts.size() + "]", "holds half of a surrogate pair, which is no text.");
      }
      texts.add(text);
    }
    return texts;
  }

  /** A JSON string, decoded. */
  static String text(byte[] json, int from, int to) throws InvalidInput {
    for (int i = from + 1; i < to - 1; i++) {
      if (json[i] == '\\') {
        return JsonText.read(
            json,
            from,
            to,
            parser -> {
              parser.nextToken();
              return parser.getText();
            });
      }
    }
    return new String(json, from + 1, to - from - 2, StandardCharsets.UTF_8);
  }

  private static List<int[]> elements(
      byte[] json, int from, int to, String path, int max, JsonToken wanted, String what)
      throws InvalidInput {
    return JsonText.read(
        json,
        from,
        to,
        parser -> {
          if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw InvalidInput.of(FaultCode.MALFORMED, "This is not a JSON array. Send one.");
          }
          List<int[]> ranges = new ArrayList<>();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != wanted) {
              throw InvalidInput.field(path + "[" + ranges.size() + "]", "must be " + what + ".");
            }
            if (ranges.size() == max) {
              throw InvalidInput.of(
                  FaultCode.TOO_MANY,
                  named(path)
                      + " has more than "
                      + max
                      + " elements. Send fewer, or several requests.");
            }
            int start = from + (int) parser.currentTokenLocation().getByteOffset();
            JsonText.skip(parser);
            ranges.add(new int[] {start, from + (int) parser.currentLocation().getByteOffset()});
          }
          return ranges;
        });
  }

  private static String named(String path) {
    return path.isEmpty() ? "The array" : "Field '" + path + "'";
  }
}
