package dev.fanfare.gateway.boot;

import dev.fanfare.gateway.auth.ClusterSecret;
import dev.fanfare.gateway.boot.config.FanfareConfig;
import dev.fanfare.gateway.boot.config.PeerAddress;
import dev.fanfare.gateway.dialect.Dialect;
import dev.fanfare.gateway.edge.EdgeOptions;
import dev.fanfare.gateway.edge.EdgeServer;
import dev.fanfare.gateway.edge.carried.CarriedOptions;
import dev.fanfare.gateway.edge.carried.Carriers;
import dev.fanfare.gateway.edge.carried.SessionIds;
import dev.fanfare.gateway.edge.gate.Gatekeeper;
import dev.fanfare.gateway.edge.http.Site.Entry;
import dev.fanfare.gateway.edge.loop.EdgeLoops;
import dev.fanfare.gateway.edge.peers.Passes;
import dev.fanfare.gateway.edge.peers.Peers;
import dev.fanfare.gateway.port.SessionDirectory;
import dev.fanfare.gateway.port.Time;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The sessions that live over several requests, and how gateways hand requests to each other. */
final class HttpSessions {
  private final EdgeLoops loops;
  private final Gatekeeper gatekeeper;
  private final SessionDirectory directory;
  private final Passes passes;
  private final Carriers carriers;

  HttpSessions(
      EdgeLoops loops,
      Gatekeeper gatekeeper,
      CarriedOptions options,
      SessionDirectory directory,
      ClusterSecret secret,
      Time time,
      RandomGenerator random) {
    this.loops = loops;
    this.gatekeeper = gatekeeper;
    this.directory = directory;
    this.passes = new Passes(secret.seal("peer"), directory::self, random);
    this.carriers =
        new Carriers(
            options,
            gatekeeper,
            directory,
            new SessionIds(secret.seal("session"), random),
            time::monotonicNanos);
  }

  /** How many there are. */
  int size() {
    return carriers.size();
  }

  /**
   * Listens to clients, with TLS too where the configuration has a port for it, and to other
   * gateways where it has an address for them.
   */
  Future<Listeners> listen(FanfareConfig config, List<Dialect> dialects) {
    Entry fromClients = new Entry.Clients(Optional.of(new Peers(loops, passes)));
    String host = config.server().host();
    EdgeOptions plain = Translated.edge(config);
    return start(host, config.server().port(), plain, dialects, fromClients)
        .compose(
            clients ->
                secure(config, dialects, fromClients)
                    .compose(
                        secure ->
                            internal(config.internal(), dialects)
                                .map(internal -> new Listeners(clients, secure, internal))
                                .recover(taken -> without(new Listeners(clients, secure), taken)))
                    .recover(taken -> without(new Listeners(clients), taken)));
  }

  private static Future<Listeners> without(Listeners started, Throwable taken) {
    return started.stop(Duration.ZERO).transform(stopped -> Future.failedFuture(taken));
  }

  private Future<Optional<EdgeServer>> secure(
      FanfareConfig config, List<Dialect> dialects, Entry fromClients) {
    Optional<Integer> port = config.tls().port();
    return port.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : start(
                config.server().host(),
                port.get(),
                Translated.tlsEdge(config),
                dialects,
                fromClients)
            .map(Optional::of);
  }

  private Future<Optional<EdgeServer>> internal(
      FanfareConfig.Internal internal, List<Dialect> dialects) {
    if (internal.port().isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return start(
            internal.host(),
            internal.port().get(),
            EdgeOptions.FOR_GATEWAYS,
            dialects,
            new Entry.Gateways(passes))
        .map(
            server -> {
              PeerAddress told =
                  internal
                      .address()
                      .flatMap(PeerAddress::read)
                      .orElseGet(() -> new PeerAddress(internal.host(), Optional.empty()));
              directory.listensAt(told.listeningOn(server.port()));
              return Optional.of(server);
            });
  }

  private Future<EdgeServer> start(
      String host, int port, EdgeOptions options, List<Dialect> dialects, Entry entry) {
    return EdgeServer.start(loops, host, port, options, dialects, gatekeeper, carriers, entry);
  }

  /** What listens. */
  record Listeners(EdgeServer clients, Optional<EdgeServer> secure, Optional<EdgeServer> gateways) {
    Listeners(EdgeServer clients) {
      this(clients, Optional.empty(), Optional.empty());
    }

    Listeners(EdgeServer clients, Optional<EdgeServer> secure) {
      this(clients, secure, Optional.empty());
    }

    /** Lets no client in any more. */
    Future<Void> stopAccepting() {
      Future<Void> stopped = clients.stopAccepting();
      return secure.isEmpty() ? stopped : stopped.eventually(() -> secure.get().stopAccepting());
    }

    /** Ends all; that of the gateways last, since sessions of theirs may still be served here. */
    Future<Void> stop(Duration grace) {
      Future<Void> plain = clients.stop(grace);
      Future<Void> all =
          secure.isEmpty() ? plain : Future.join(plain, secure.get().stop(grace)).mapEmpty();
      return gateways.isEmpty()
          ? all
          : all.eventually(() -> gateways.get().stop(Duration.ofSeconds(1)));
    }
  }
}
