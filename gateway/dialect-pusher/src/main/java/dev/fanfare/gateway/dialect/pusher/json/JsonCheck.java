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

/**
 * Judges whether bytes are one JSON value, whole and once: what has passed is cut into its parts by
 * {@link JsonCut} without judging it again.
 */
final class JsonCheck {
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

  private JsonCheck() {}

  /** The one value that these bytes are. */
  static JsonValue value(byte[] json) throws Unreadable {
    if (!isUtf8(json)) {
      throw new Unreadable("The bytes are not UTF-8.");
    }
    if (isWide(json)) {
      throw malformed();
    }
    try (JsonParser parser = FACTORY.createParser(json)) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new Unreadable("The message is empty. Send JSON in UTF-8.");
      }
      int from = (int) parser.currentTokenLocation().getByteOffset();
      if (token.isStructStart()) {
        parser.skipChildren();
      } else {
        parser.finishToken();
      }
      if (parser.nextToken() != null) {
        throw new Unreadable("Something follows after the end of the JSON.");
      }
      return new JsonValue(json, from, JsonCut.end(json, from));
    } catch (IOException broken) {
      throw malformed();
    }
  }

  /** Whether they are exactly one value, with nothing around it. */
  static boolean isBare(byte[] json) {
    if (!mayBeBare(json)) {
      return false;
    }
    try {
      var unused = value(json);
      return true;
    } catch (Unreadable no) {
      return false;
    }
  }

  /** What a string says that was judged before and in which something is escaped. */
  static String unescaped(byte[] json, int from, int to) throws Unreadable {
    try (JsonParser parser = FACTORY.createParser(json, from, to - from)) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException broken) {
      throw malformed();
    }
  }

  /** False where the ends alone tell: most texts that are no JSON are known by them. */
  private static boolean mayBeBare(byte[] json) {
    if (json.length == 0) {
      return false;
    }
    byte last = json[json.length - 1];
    return switch (json[0]) {
      case '{' -> last == '}';
      case '[' -> last == ']';
      case '"' -> last == '"';
      case 't', 'n' -> json.length == 4;
      case 'f' -> json.length == 5;
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> mayBeNumber(json);
      default -> false;
    };
  }

  private static boolean mayBeNumber(byte[] json) {
    if (json[0] == '0' && json.length > 1 && json[1] >= '0' && json[1] <= '9') {
      return false;
    }
    for (byte b : json) {
      if ((b < '0' || b > '9') && "+-.eE".indexOf(b) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the parser would take it for UTF-16 or UTF-32: JSON has no zero byte anywhere. */
  private static boolean isWide(byte[] json) {
    return json.length > 1 && (json[0] == 0 || json[1] == 0);
  }

  private static boolean isUtf8(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        try {
          var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
          return true;
        } catch (CharacterCodingException invalid) {
          return false;
        }
      }
    }
    return true;
  }

  private static Unreadable malformed() {
    return new Unreadable("This is not valid JSON. Send one JSON object in UTF-8.");
  }
}
