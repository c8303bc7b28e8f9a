package dev.fanfare.gateway.dialect.fanfare.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.fanfare.protocol.FaultCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The rules that every JSON text from outside must keep, and how its bytes are cut out. */
public final class JsonText {
  /** How deep objects and arrays may stand in each other. */
  public static final int MAX_DEPTH = 32;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(100)
                  .maxNameLength(1_000)
                  .build())
          .build();

  /** How Jackson names the text and a place in it. */
  private static final Pattern SOURCE =
      Pattern.compile("\\[Source: [^\\]]*; line: (\\d+), column: (\\d+)\\]");

  private JsonText() {}

  /** Reads something from a parser. */
  @FunctionalInterface
  interface Reading<T> {
    T read(JsonParser parser) throws IOException, InvalidInput;
  }

  /**
   * Reads one JSON value that fills the range, by the strict rules.
   *
   * @throws InvalidInput {@link FaultCode#MALFORMED} when this is not exactly one JSON value
   */
  static <T> T read(byte[] json, int from, int to, Reading<T> reading) throws InvalidInput {
    checkUtf8(json, from, to);
    try (JsonParser parser = FACTORY.createParser(json, from, to - from)) {
      T value = reading.read(parser);
      if (parser.nextToken() != null) {
        throw malformed("something follows after its end", parser);
      }
      return value;
    } catch (StreamConstraintsException tooMuch) {
      throw InvalidInput.of(
          FaultCode.MALFORMED,
          "The JSON is nested more than "
              + MAX_DEPTH
              + " deep, or a number or a field's name in it is too long. Send simpler JSON.");
    } catch (JsonProcessingException broken) {
      throw malformed(said(broken));
    } catch (IOException broken) {
      throw malformed(String.valueOf(broken.getMessage()));
    }
  }

  /**
   * A JSON value without white space around and within it.
   *
   * @throws InvalidInput {@link FaultCode#MALFORMED} when this is not exactly one JSON value
   */
  public static byte[] value(byte[] json) throws InvalidInput {
    return read(
        json,
        0,
        json.length,
        parser -> {
          if (parser.nextToken() == null) {
            throw malformed("it is empty");
          }
          skip(parser);
          return compact(json, 0, json.length);
        });
  }

  /** Moves to the end of the current value, having seen all of it. */
  static void skip(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token.isStructStart()) {
      parser.skipChildren();
    } else {
      parser.finishToken();
    }
  }

  /** A copy of a valid JSON value without the white space that stands outside its strings. */
  static byte[] compact(byte[] json, int from, int to) {
    int first = firstSpace(json, from, to);
    if (first == to) {
      return Arrays.copyOfRange(json, from, to);
    }
    byte[] dense = new byte[to - from];
    int length = 0;
    boolean quoted = false;
    for (int i = from; i < to; i++) {
      byte b = json[i];
      if (quoted) {
        dense[length++] = b;
        if (b == '\\') {
          dense[length++] = json[++i];
        } else if (b == '"') {
          quoted = false;
        }
      } else if (!isSpace(b)) {
        dense[length++] = b;
        quoted = b == '"';
      }
    }
    return Arrays.copyOf(dense, length);
  }

  private static int firstSpace(byte[] json, int from, int to) {
    boolean quoted = false;
    for (int i = from; i < to; i++) {
      byte b = json[i];
      if (quoted) {
        if (b == '\\') {
          i++;
        } else if (b == '"') {
          quoted = false;
        }
      } else if (b == '"') {
        quoted = true;
      } else if (isSpace(b)) {
        return i;
      }
    }
    return to;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  /** Whether the bytes are valid UTF-8. Jackson lets overlong forms and surrogates pass. */
  public static boolean isUtf8(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        try {
          var unused =
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, i, to - i));
          return true;
        } catch (CharacterCodingException invalid) {
          return false;
        }
      }
    }
    return true;
  }

  private static void checkUtf8(byte[] bytes, int from, int to) throws InvalidInput {
    if (!isUtf8(bytes, from, to)) {
      throw malformed("its bytes are not UTF-8");
    }
  }

  static InvalidInput malformed(String why, JsonParser parser) {
    return malformed(why + " (at byte " + parser.currentTokenLocation().getByteOffset() + ")");
  }

  /** What the parser says and where, but not what it calls the text. */
  private static String said(JsonProcessingException broken) {
    String what = SOURCE.matcher(broken.getOriginalMessage()).replaceAll("line $1, column $2");
    return what + " (at byte " + broken.getLocation().getByteOffset() + ")";
  }

  private static InvalidInput malformed(String why) {
    int lineEnd = why.indexOf('\n');
    String line = lineEnd < 0 ? why : why.substring(0, lineEnd);
    String head = line.length() > 200 ? line.substring(0, 200) + "…" : line;
    return InvalidInput.of(
        FaultCode.MALFORMED,
        "This is not one valid JSON value: " + head.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?") + ".");
  }
}
