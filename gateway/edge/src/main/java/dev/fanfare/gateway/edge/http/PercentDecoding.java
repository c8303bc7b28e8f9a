package dev.fanfare.gateway.edge.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Strict percent-decoding of paths and queries: empty where something cannot be decoded. */
final class PercentDecoding {
  private static final int MAX_PARAMETERS = 1_000;

  private PercentDecoding() {}

  /** The segments of a path that starts with a slash; of the path {@code /} there are none. */
  static Optional<List<String>> segments(String path) {
    List<String> segments = new ArrayList<>();
    if (path.length() > 1) {
      int from = 1;
      while (from <= path.length()) {
        int slash = path.indexOf('/', from);
        int to = slash < 0 ? path.length() : slash;
        Optional<String> segment = decode(path, from, to, false);
        if (segment.isEmpty()) {
          return Optional.empty();
        }
        segments.add(segment.get());
        from = to + 1;
      }
    }
    return Optional.of(segments);
  }

  /** The parameters of a query; a plus is a space. */
  static Optional<Map<String, List<String>>> query(String query) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    int count = 0;
    int from = 0;
    while (from < query.length()) {
      int ampersand = query.indexOf('&', from);
      int to = ampersand < 0 ? query.length() : ampersand;
      if (to > from) {
        int equals = query.indexOf('=', from);
        int nameEnds = equals < 0 || equals > to ? to : equals;
        Optional<String> name = decode(query, from, nameEnds, true);
        Optional<String> value = decode(query, Math.min(nameEnds + 1, to), to, true);
        if (name.isEmpty() || value.isEmpty() || ++count > MAX_PARAMETERS) {
          return Optional.empty();
        }
        parameters.computeIfAbsent(name.get(), key -> new ArrayList<>(1)).add(value.get());
      }
      from = to + 1;
    }
    return Optional.of(parameters);
  }

  private static Optional<String> decode(String text, int from, int to, boolean plusIsSpace) {
    boolean plain = true;
    for (int i = from; i < to && plain; i++) {
      char c = text.charAt(i);
      plain = c != '%' && c != '+' && c < 0x80;
    }
    if (plain) {
      return Optional.of(text.substring(from, to));
    }
    ByteBuffer bytes = ByteBuffer.allocate(to - from);
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int octet = i + 2 < to ? hex(text.charAt(i + 1)) << 4 | hex(text.charAt(i + 2)) : -1;
        if (octet < 0) {
          return Optional.empty();
        }
        bytes.put((byte) octet);
        i += 2;
      } else if (c > 0xFF) {
        return Optional.empty();
      } else {
        // Raw bytes above ASCII are read as Latin-1 by the decoder: they were UTF-8.
        bytes.put((byte) (c == '+' && plusIsSpace ? ' ' : c));
      }
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }
}
