package dev.fanfare.gateway.edge.http;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.RequestHead;
import java.util.Map;
import java.util.Optional;

/** What browsers need to hear before a page of another origin may read an answer. */
final class Cors {
  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
  private static final String MAX_AGE_SECONDS = "600";

  private Cors() {}

  /** Whether a browser asks what it may ask. */
  static boolean isPreflight(RequestHead head) {
    return head.method().equals("OPTIONS")
        && head.header("origin").isPresent()
        && head.header("access-control-request-method").isPresent();
  }

  /** The answer to that, for an origin that is allowed. */
  static HttpAnswer preflight(RequestHead head) {
    HttpAnswer answer =
        new HttpAnswer(204, Map.of(), new byte[0])
            .with("access-control-allow-methods", METHODS)
            .with("access-control-max-age", MAX_AGE_SECONDS);
    Optional<String> wanted = head.header("access-control-request-headers");
    return wanted.isPresent() && isHeaderList(wanted.get())
        ? answer.with("access-control-allow-headers", wanted.get())
        : answer;
  }

  /** An answer that pages of the origin may read. */
  static HttpAnswer readable(HttpAnswer answer, String origin) {
    if (answer.headers().containsKey("access-control-allow-origin")) {
      return answer;
    }
    String vary = answer.headers().getOrDefault("vary", "");
    return answer
        .with("access-control-allow-origin", origin)
        .with("access-control-expose-headers", "*")
        .with("vary", vary.isEmpty() ? "origin" : vary + ", origin");
  }

  private static boolean isHeaderList(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || c == ','
              || c == ' ';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }
}
