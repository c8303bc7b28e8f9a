package dev.fanfare.gateway.edge;

import dev.fanfare.gateway.edge.gate.AdmissionOptions;
import dev.fanfare.gateway.edge.http.HttpOptions;
import dev.fanfare.gateway.edge.websocket.WebSocketOptions;
import java.util.Optional;

/**
 * How a server treats the network.
 *
 * @param backlog connections that the operating system keeps until they are accepted
 * @param tls absent: plain text, behind something that ends TLS
 */
public record EdgeOptions(
    HttpOptions http,
    WebSocketOptions webSocket,
    AdmissionOptions admission,
    int backlog,
    Optional<TlsOptions> tls) {

  /** Plain text with the defaults of each part. */
  public static final EdgeOptions DEFAULT =
      new EdgeOptions(
          HttpOptions.DEFAULT,
          WebSocketOptions.DEFAULT,
          AdmissionOptions.DEFAULT,
          4_096,
          Optional.empty());

  /** For a listener that other gateways use: few addresses, and all they hand on. */
  public static final EdgeOptions FOR_GATEWAYS =
      new EdgeOptions(
          HttpOptions.DEFAULT.headerBytes(65_536),
          WebSocketOptions.DEFAULT,
          AdmissionOptions.DEFAULT.ofFewAddresses(),
          4_096,
          Optional.empty());

  /** The same with other options of HTTP. */
  public EdgeOptions withHttp(HttpOptions other) {
    return new EdgeOptions(other, webSocket, admission, backlog, tls);
  }

  /** The same with other options of WebSockets. */
  public EdgeOptions withWebSocket(WebSocketOptions other) {
    return new EdgeOptions(http, other, admission, backlog, tls);
  }

  /** The same with other options of admission. */
  public EdgeOptions withAdmission(AdmissionOptions other) {
    return new EdgeOptions(http, webSocket, other, backlog, tls);
  }

  /** The same over TLS. */
  public EdgeOptions withTls(TlsOptions other) {
    return new EdgeOptions(http, webSocket, admission, backlog, Optional.of(other));
  }

  public EdgeOptions {
    if (backlog < 1) {
      throw new IllegalArgumentException("backlog is at least 1: " + backlog);
    }
  }
}
