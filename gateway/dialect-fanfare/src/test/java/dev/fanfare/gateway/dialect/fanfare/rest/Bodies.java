package dev.fanfare.gateway.dialect.fanfare.rest;

import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import java.util.List;
import java.util.Map;

/** How much of a body a route takes. */
final class Bodies {
  private Bodies() {}

  static int limit(RestApi api, String method, String... segments) {
    Map<String, List<String>> headers =
        Map.of("authorization", List.of(Backend.KEY), "content-type", List.of("application/json"));
    RequestHead head =
        new RequestHead(
            method,
            "/" + String.join("/", segments),
            List.of(segments),
            Map.of(),
            headers,
            false,
            "::1");
    return ((Match.Exchanged) api.match(head).orElseThrow()).maxBodyBytes();
  }
}
