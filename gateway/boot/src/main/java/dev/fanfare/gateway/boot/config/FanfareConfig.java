package dev.fanfare.gateway.boot.config;

import dev.fanfare.gateway.edge.loop.Transport;
import dev.fanfare.protocol.AppId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Everything that a gateway can be told: the root of {@code fanfare.yaml}. */
public record FanfareConfig(
    @Setting("Where clients connect.") Server server,
    @Setting("Where operators look: health, readiness and metrics.") Management management,
    @Setting("How a lost peer is noticed.") Heartbeat heartbeat,
    @Setting("What one gateway takes on.") GatewayLimits limits,
    @Setting("What all gateways of one installation share.") Cluster cluster,
    @Setting("Where the other gateways of the installation hand over requests.") Internal internal,
    @Setting("Where the channels' logs are kept.") StoreConfig store,
    @Setting("What carries messages between gateways.") BusConfig bus,
    @Setting("What is logged, and how.") Logging logging,
    @Setting("A second port for clients, with TLS.") TlsConfig tls,
    @Setting("The PostgreSQL that webhooks need.") DatabaseConfig database,
    @Setting("How webhooks are delivered, whatever app they belong to.") WebhooksConfig webhooks,
    @Setting("The operator's own API: changes an app's options and limits at run time.")
        OperatorConfig operator,
    @Setting(
            "What an app may use where its own limits say nothing. 0 means none at all, never \"no limit\".")
        AppLimits appLimits,
    @Setting("The apps, the unit of isolation. Read again on SIGHUP.") List<AppConfig> apps) {

  public FanfareConfig {
    apps = List.copyOf(apps);
  }

  /**
   * Where clients connect.
   *
   * @param port 0 for any free one
   * @param drainGrace how long a stopping gateway may take to send its clients elsewhere
   * @param warmUp how long clients are played to a starting gateway before it takes others
   * @param eventLoops absent: one for each core that the process may use
   */
  public record Server(
      @Setting(
              value = "The address to listen on; 0.0.0.0 for every network of the machine.",
              standard = "127.0.0.1")
          String host,
      @Setting(
              value = "The port; 0 takes any free one, which the log names.",
              standard = "8080",
              min = "0",
              max = "65535")
          int port,
      @Setting(
              value = "How long a stopping gateway may take to send its clients elsewhere.",
              standard = "20s",
              min = "0s",
              max = "10m")
          Duration drainGrace,
      @Setting(
              value =
                  "How long a starting gateway plays clients to itself before it is ready, so that those who come at once meet compiled code. 0s: not at all.",
              standard = "2s",
              min = "0s",
              max = "1m")
          Duration warmUp,
      @Setting(
              value =
                  "Whether WebSockets may agree on permessage-deflate: clients then may send compressed messages, and get them where their app says options.compressOutbound.",
              standard = "false")
          boolean deflate,
      @Setting(
              value = "How many threads carry the sockets.",
              otherwise = "one for each core that the process may use",
              min = "1",
              max = "1024")
          Optional<Integer> eventLoops,
      @Setting(
              value =
                  "How the operating system is asked about sockets; auto: epoll on Linux, else the JDK's own (nio). io-uring needs a kernel that lets the process use it.",
              standard = "auto")
          Transport transport) {
    /** The same at another address. */
    Server at(String otherHost, int otherPort) {
      return new Server(otherHost, otherPort, drainGrace, warmUp, deflate, eventLoops, transport);
    }

    /** The same, ready at once. */
    Server cold() {
      return new Server(host, port, drainGrace, Duration.ZERO, deflate, eventLoops, transport);
    }
  }

  /**
   * Where operators look.
   *
   * @param port 0 for any free one
   */
  public record Management(
      @Setting(
              value =
                  "The address to listen on. Nothing here asks for a credential: keep it inside.",
              standard = "127.0.0.1")
          String host,
      @Setting(
              value = "The port; 0 takes any free one, which the log names.",
              standard = "9090",
              min = "0",
              max = "65535")
          int port) {}

  /**
   * How a lost peer is noticed.
   *
   * @param every after this silence a sign of life is sent; after one and a half of it a silent
   *     peer counts as dead
   */
  public record Heartbeat(
      @Setting(
              value =
                  "After this silence a sign of life is sent; after one and a half of it a silent peer counts as dead.",
              standard = "25s",
              min = "1s",
              max = "10m")
          Duration every) {}

  /**
   * What one gateway takes on, whatever the apps may use.
   *
   * @param connections open connections, all apps together
   * @param pendingConnections connections that have not yet shown a credential
   * @param pendingConnectionsPerAddress the same, of one peer address
   * @param requestTimeout for the head and for the body of a request
   * @param authenticationTimeout for the first credential after a connection is open
   * @param headerBytes all headers of a request together
   * @param opensPerSecond conversations that are opened
   * @param sessions those that live over several requests
   * @param waitingBytesPerConnection messages of one connection that may wait to be stored
   * @param waitingBytesPerApp the same of one app
   * @param readsPerSecond of one app over REST
   */
  public record GatewayLimits(
      @Setting(
              value = "Open connections, all apps together.",
              standard = "200000",
              min = "1",
              max = "10000000")
          int connections,
      @Setting(
              value = "Connections that have not yet shown a credential.",
              standard = "20000",
              min = "1",
              max = "1000000")
          int pendingConnections,
      @Setting(
              value = "The same, of one peer address (of IPv6, one /64).",
              standard = "2000",
              min = "1",
              max = "1000000")
          int pendingConnectionsPerAddress,
      @Setting(
              value = "How long the head of a request, and its body, may take to arrive.",
              standard = "10s",
              min = "100ms",
              max = "5m")
          Duration requestTimeout,
      @Setting(
              value = "How long an open connection may wait before it shows a credential.",
              standard = "10s",
              min = "100ms",
              max = "5m")
          Duration authenticationTimeout,
      @Setting(
              value = "All headers of a request together.",
              standard = "16KiB",
              min = "1KiB",
              max = "1MiB")
          ByteSize headerBytes,
      @Setting(
              value =
                  "Conversations opened in a second, with a burst of one second's worth; more are turned away with 503.",
              standard = "10000",
              min = "1",
              max = "1000000")
          int opensPerSecond,
      @Setting(
              value = "Sessions over several HTTP requests; more are turned away with 503.",
              standard = "100000",
              min = "1",
              max = "10000000")
          int sessions,
      @Setting(
              value =
                  "Messages of one connection that may wait to be stored; what is published beyond it is refused (50300).",
              standard = "8MiB",
              min = "64KiB",
              max = "1GiB")
          ByteSize waitingBytesPerConnection,
      @Setting(value = "The same of one app.", standard = "64MiB", min = "64KiB", max = "1GiB")
          ByteSize waitingBytesPerApp,
      @Setting(
              value =
                  "Reads of one app in a second over REST, with a burst of two seconds' worth; more are refused (52900).",
              standard = "1000",
              min = "1",
              max = "1000000")
          int readsPerSecond) {}

  /**
   * What all gateways share.
   *
   * @param secret the text itself, also where {@code secretFrom} has named it
   * @param previousSecret the same for the one before
   */
  public record Cluster(
      @Setting(
              value =
                  "Marks tickets and cursors, so that every gateway knows what any has handed out; 32 bytes or more. Better secretFrom.",
              otherwise = "a random one for each process: after a restart clients begin anew",
              secret = true)
          Optional<String> secret,
      @Setting(
              value = "Where the secret is found: env:NAME reads an environment variable.",
              otherwise = "as secret says")
          Optional<AppConfig.SecretSource> secretFrom,
      @Setting(
              value = "The secret before it, which still holds while it is exchanged.",
              otherwise = "no other secret holds",
              secret = true)
          Optional<String> previousSecret,
      @Setting(value = "Where that is found.", otherwise = "as previousSecret says")
          Optional<AppConfig.SecretSource> previousSecretFrom) {
    @Override
    public String toString() {
      return "Cluster[]";
    }
  }

  /**
   * Where other gateways hand over requests.
   *
   * @param port absent: nowhere; 0 for any free one
   */
  public record Internal(
      @Setting(
              value =
                  "The address to listen on. Only gateways with the same cluster.secret are heard, but nothing is encrypted: keep it inside.",
              standard = "127.0.0.1")
          String host,
      @Setting(
              value = "The port; 0 takes any free one.",
              otherwise = "does not listen, and sessions over HTTP need a sticky load balancer",
              min = "0",
              max = "65535")
          Optional<Integer> port,
      @Setting(
              value =
                  "Name or address by which other gateways reach it, with a port (name:8081) where something between has another one.",
              otherwise = "as host and port")
          Optional<String> address) {}

  /**
   * What is logged, and how.
   *
   * @param format absent: lines for people in {@code dev}, JSON otherwise
   */
  public record Logging(
      @Setting(value = "From which level on.", standard = "info") Level level,
      @Setting(
              value = "json: one object a line; text: short lines for people.",
              otherwise = "text in dev, json otherwise")
          Optional<Format> format) {
    /** How much is logged. */
    public enum Level {
      ERROR,
      WARN,
      INFO,
      DEBUG,
      TRACE
    }

    /** How it is written. */
    public enum Format {
      JSON,
      TEXT
    }
  }

  /** The same with another address and port for clients. */
  public FanfareConfig withServer(String host, int port) {
    return new FanfareConfig(
        server.at(host, port),
        management,
        heartbeat,
        limits,
        cluster,
        internal,
        store,
        bus,
        logging,
        tls,
        database,
        webhooks,
        operator,
        appLimits,
        apps);
  }

  /** The same with another port for operators. */
  public FanfareConfig withManagementPort(int port) {
    return new FanfareConfig(
        server,
        new Management(management.host(), port),
        heartbeat,
        limits,
        cluster,
        internal,
        store,
        bus,
        logging,
        tls,
        database,
        webhooks,
        operator,
        appLimits,
        apps);
  }

  /** The same with another level of logging. */
  public FanfareConfig withLogLevel(Logging.Level level) {
    return new FanfareConfig(
        server,
        management,
        heartbeat,
        limits,
        cluster,
        internal,
        store,
        bus,
        new Logging(level, logging.format()),
        tls,
        database,
        webhooks,
        operator,
        appLimits,
        apps);
  }

  /** The same with the cluster's secrets as they were found. */
  FanfareConfig withCluster(Cluster found) {
    return new FanfareConfig(
        server,
        management,
        heartbeat,
        limits,
        found,
        internal,
        store,
        bus,
        logging,
        tls,
        database,
        webhooks,
        operator,
        appLimits,
        apps);
  }

  /** The same with the secrets of the services as they were found. */
  FanfareConfig withServices(DatabaseConfig foundDatabase, OperatorConfig foundOperator) {
    return new FanfareConfig(
        server,
        management,
        heartbeat,
        limits,
        cluster,
        internal,
        store,
        bus,
        logging,
        tls,
        foundDatabase,
        webhooks,
        foundOperator,
        appLimits,
        apps);
  }

  /**
   * The same for development: a database in the process where none is named, webhooks to this
   * machine, and the operator's API open to a token.
   *
   * @param token where the file has none
   */
  public FanfareConfig forDevelopment(String token) {
    return new FanfareConfig(
        server.cold(),
        management,
        heartbeat,
        limits,
        cluster,
        internal,
        store,
        bus,
        logging,
        tls,
        database.orEmbedded(),
        webhooks.withLoopback(),
        operator.token().isPresent()
            ? operator
            : new OperatorConfig(Optional.of(token), operator.tokenFrom()),
        appLimits,
        apps);
  }

  /** The same with a second port that speaks TLS. */
  public FanfareConfig withTls(TlsConfig other) {
    return new FanfareConfig(
        server,
        management,
        heartbeat,
        limits,
        cluster,
        internal,
        store,
        bus,
        logging,
        other,
        database,
        webhooks,
        operator,
        appLimits,
        apps);
  }

  /** The same with another store. */
  public FanfareConfig withStore(StoreConfig other) {
    return new FanfareConfig(
        server,
        management,
        heartbeat,
        limits,
        cluster,
        internal,
        other,
        bus,
        logging,
        tls,
        database,
        webhooks,
        operator,
        appLimits,
        apps);
  }

  /** Whether an app with this id stands in the file. */
  public boolean hasApp(AppId id) {
    return apps.stream().anyMatch(app -> app.id().equals(id));
  }

  /** Whether the parts that are read only at a start are the same. */
  public boolean startsLike(FanfareConfig other) {
    return server.equals(other.server)
        && management.equals(other.management)
        && heartbeat.equals(other.heartbeat)
        && limits.equals(other.limits)
        && cluster.equals(other.cluster)
        && internal.equals(other.internal)
        && store.equals(other.store)
        && bus.equals(other.bus)
        && logging.equals(other.logging)
        && tls.equals(other.tls)
        && database.equals(other.database)
        && webhooks.equals(other.webhooks)
        && operator.equals(other.operator);
  }
}
