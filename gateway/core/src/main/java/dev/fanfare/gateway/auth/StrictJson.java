package dev.fanfare.gateway.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one JSON object (RFC 8259) and refuses what two readers could read differently: a member
 * that stands twice, malformed UTF-8, anything behind the object. Nesting has a bound; length has
 * its bound where the bytes come from.
 */
final class StrictJson {
  private static final int MAX_DEPTH = 16;
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

  private final String text;
  private int at;

  private StrictJson(String text) {
    this.text = text;
  }

  /** The object, or nothing when the bytes are anything else. */
  static Optional<Json.Members> object(byte[] utf8) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      StrictJson reader = new StrictJson(text);
      Json value = reader.value(0);
      reader.skipSpace();
      return value instanceof Json.Members object && reader.at == text.length()
          ? Optional.of(object)
          : Optional.empty();
    } catch (CharacterCodingException | NotJson unreadable) {
      return Optional.empty();
    }
  }

  private Json value(int depth) throws NotJson {
    if (depth > MAX_DEPTH) {
      throw new NotJson();
    }
    skipSpace();
    return switch (peek()) {
      case '{' -> members(depth);
      case '[' -> elements(depth);
      case '"' -> new Json.Text(string());
      case 't' -> word("true", new Json.Flag(true));
      case 'f' -> word("false", new Json.Flag(false));
      case 'n' -> word("null", new Json.Nothing());
      default -> number();
    };
  }

  private Json members(int depth) throws NotJson {
    Map<String, Json> byName = new LinkedHashMap<>();
    at++;
    if (skipIf('}')) {
      return new Json.Members(byName);
    }
    do {
      skipSpace();
      String name = string();
      expect(':');
      if (byName.putIfAbsent(name, value(depth + 1)) != null) {
        throw new NotJson();
      }
    } while (skipIf(','));
    expect('}');
    return new Json.Members(byName);
  }

  private Json elements(int depth) throws NotJson {
    List<Json> all = new ArrayList<>();
    at++;
    if (skipIf(']')) {
      return new Json.Elements(all);
    }
    do {
      all.add(value(depth + 1));
    } while (skipIf(','));
    expect(']');
    return new Json.Elements(all);
  }

  private String string() throws NotJson {
    if (peek() != '"') {
      throw new NotJson();
    }
    at++;
    StringBuilder string = new StringBuilder();
    while (true) {
      char c = next();
      if (c == '"') {
        return string.toString();
      }
      if (c < 0x20) {
        throw new NotJson();
      }
      string.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() throws NotJson {
    return switch (next()) {
      case '"' -> '"';
      case '\\' -> '\\';
      case '/' -> '/';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex4();
      default -> throw new NotJson();
    };
  }

  private char hex4() throws NotJson {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = hexDigit(next());
      if (digit < 0) {
        throw new NotJson();
      }
      code = code << 4 | digit;
    }
    return (char) code;
  }

  /** ASCII only, unlike {@link Character#digit}. */
  private static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private Json number() throws NotJson {
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (!number.lookingAt()) {
      throw new NotJson();
    }
    at = number.end();
    return new Json.Numeric(Double.parseDouble(number.group()));
  }

  private Json word(String word, Json meaning) throws NotJson {
    if (!text.startsWith(word, at)) {
      throw new NotJson();
    }
    at += word.length();
    return meaning;
  }

  private void expect(char c) throws NotJson {
    if (!skipIf(c)) {
      throw new NotJson();
    }
  }

  private boolean skipIf(char c) {
    skipSpace();
    boolean there = at < text.length() && text.charAt(at) == c;
    if (there) {
      at++;
    }
    return there;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws NotJson {
    if (at >= text.length()) {
      throw new NotJson();
    }
    return text.charAt(at);
  }

  private char next() throws NotJson {
    char c = peek();
    at++;
    return c;
  }

  /** Not JSON, or more than this reader takes; never leaves this class. */
  private static final class NotJson extends Exception {
    private static final long serialVersionUID = 1;

    NotJson() {
      super("not strict JSON", null, false, false);
    }
  }
}
