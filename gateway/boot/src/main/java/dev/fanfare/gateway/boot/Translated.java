package dev.fanfare.gateway.boot;

import dev.fanfare.gateway.auth.ClusterSecret;
import dev.fanfare.gateway.boot.config.FanfareConfig;
import dev.fanfare.gateway.edge.EdgeOptions;
import dev.fanfare.gateway.edge.TlsOptions;
import dev.fanfare.gateway.edge.carried.CarriedOptions;
import dev.fanfare.gateway.edge.gate.AdmissionOptions;
import dev.fanfare.gateway.edge.http.HttpOptions;
import dev.fanfare.gateway.edge.websocket.WebSocketOptions;
import dev.fanfare.gateway.limits.StoreLoad;
import dev.fanfare.gateway.session.SessionSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The operator's configuration in the words of each room. */
final class Translated {
  private Translated() {}

  static SessionSettings sessions(FanfareConfig config) {
    return new SessionSettings(
        config.heartbeat().every(),
        config.limits().authenticationTimeout(),
        SessionSettings.DEFAULT.presenceGrace(),
        new StoreLoad(
            config.limits().waitingBytesPerConnection().bytes(),
            config.limits().waitingBytesPerApp().bytes(),
            config.limits().readsPerSecond()));
  }

  static CarriedOptions carried(FanfareConfig config) {
    CarriedOptions standard = CarriedOptions.DEFAULT;
    return new CarriedOptions(
        config.limits().sessions(),
        config.limits().pendingConnectionsPerAddress(),
        standard.waitingBytes(),
        standard.strangerMessageBytes(),
        standard.missesPerAddress(),
        standard.missesWithin());
  }

  /** What marks tickets and cursors: as configured, or something that ends with the process. */
  static ClusterSecret secret(FanfareConfig config, RandomGenerator random) {
    FanfareConfig.Cluster cluster = config.cluster();
    if (cluster.secret().isEmpty()) {
      byte[] own = new byte[ClusterSecret.MIN_BYTES];
      random.nextBytes(own);
      return new ClusterSecret(List.of(own));
    }
    return new ClusterSecret(
        Stream.concat(cluster.secret().stream(), cluster.previousSecret().stream())
            .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
            .toList());
  }

  /** What the TLS port serves with. */
  static EdgeOptions tlsEdge(FanfareConfig config) {
    return edge(config)
        .withTls(
            new TlsOptions(
                Path.of(config.tls().certificate().orElse("")),
                Path.of(config.tls().privateKey().orElse(""))));
  }

  static EdgeOptions edge(FanfareConfig config) {
    HttpOptions http = HttpOptions.DEFAULT;
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
        WebSocketOptions.DEFAULT
            .withHeartbeat(config.heartbeat().every())
            .withDeflate(config.server().deflate()),
        new AdmissionOptions(
            config.limits().connections(),
            config.limits().pendingConnections(),
            config.limits().pendingConnectionsPerAddress(),
            config.limits().opensPerSecond(),
            admission.unfinishedBytes(),
            admission.retryAfter(),
            admission.maxLag()),
        EdgeOptions.DEFAULT.backlog(),
        EdgeOptions.DEFAULT.tls());
  }
}
