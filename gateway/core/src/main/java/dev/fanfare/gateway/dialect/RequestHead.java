package dev.fanfare.gateway.dialect;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The head of an HTTP request.
 *
 * @param method in capitals
 * @param path as it was received, still percent-encoded, without the query
 * @param segments the path's segments, percent-decoded; {@code /v1/a%2Fb} has {@code v1} and {@code
 *     a/b}
 * @param query parameters in their order, percent-decoded
 * @param headers by lower-case name, values in their order
 * @param webSocket whether the request asks for a WebSocket
 * @param remoteAddress of the peer, without its port
 */
public record RequestHead(
    String method,
    String path,
    List<String> segments,
    Map<String, List<String>> query,
    Map<String, List<String>> headers,
    boolean webSocket,
    String remoteAddress) {

  /** The first value of a header, given by its lower-case name. */
  public Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }

  /** The first value of a query parameter. */
  public Optional<String> parameter(String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }

  /** The same, from another address. */
  public RequestHead from(String address) {
    return new RequestHead(method, path, segments, query, headers, webSocket, address);
  }

  /** Secrets may stand in a head: it never prints more than this. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
