package dev.fanfare.testkit.transcript;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The target of a request as an edge takes it apart. */
record Target(String path, List<String> segments, Map<String, List<String>> query) {

  static Target of(String text) {
    int mark = text.indexOf('?');
    String path = mark < 0 ? text : text.substring(0, mark);
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(1).split("/", -1)) {
      segments.add(URLDecoder.decode(segment.replace("+", "%2B"), UTF_8));
    }
    Map<String, List<String>> query = new LinkedHashMap<>();
    if (mark >= 0) {
      for (String pair : text.substring(mark + 1).split("&", -1)) {
        String[] parts = pair.split("=", 2);
        query
            .computeIfAbsent(parts[0], name -> new ArrayList<>())
            .add(URLDecoder.decode(parts.length > 1 ? parts[1] : "", UTF_8));
      }
    }
    return new Target(path, List.copyOf(segments), query);
  }
}
