package dev.fanfare.gateway.boot;

import dev.fanfare.gateway.boot.config.FanfareConfig;
import dev.fanfare.gateway.edge.EdgeOptions;
import dev.fanfare.gateway.edge.gate.AdmissionOptions;
import dev.fanfare.gateway.edge.http.HttpOptions;
import dev.fanfare.gateway.edge.websocket.WebSocketOptions;
import dev.fanfare.gateway.session.SessionSettings;
import java.time.Duration;

/** The operator's configuration in the words of each room. */
final class Translated {
  private Translated() {}

  static SessionSettings sessions(FanfareConfig config) {
    return new SessionSettings(
        config.heartbeat().every(),
        config.limits().authenticationTimeout(),
        SessionSettings.DEFAULT.presenceGrace());
  }

  static EdgeOptions edge(FanfareConfig config) {
    HttpOptions http = HttpOptions.DEFAULT;
    WebSocketOptions socket = WebSocketOptions.DEFAULT;
    AdmissionOptions admission = AdmissionOptions.DEFAULT;
    Duration request = config.limits().requestTimeout();
    return new EdgeOptions(
        new HttpOptions(
            http.firstLineBytes(),
            Math.toIntExact(config.limits().headerBytes().bytes()),
            request,
            request,
            http.answerDeadline(),
            http.writeDeadline(),
            http.idle()),
        new WebSocketOptions(
            socket.strangerMessageBytes(),
            socket.maxFragments(),
            socket.controlFramesPerSecond(),
            config.heartbeat().every(),
            socket.messageDeadline(),
            socket.flushDeadline(),
            socket.closeDeadline()),
        new AdmissionOptions(
            config.limits().connections(),
            config.limits().pendingConnections(),
            config.limits().pendingConnectionsPerAddress(),
            admission.unfinishedBytes(),
            admission.retryAfter(),
            admission.maxLag()),
        EdgeOptions.DEFAULT.backlog(),
        EdgeOptions.DEFAULT.tls());
  }
}
