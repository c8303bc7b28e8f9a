package dev.fanfare.gateway.boot.webhooks;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fanfare.gateway.backend.hazelcast.HazelcastChannelStore;
import dev.fanfare.gateway.backend.hazelcast.HazelcastFactSource;
import dev.fanfare.gateway.backend.hazelcast.StoreClient;
import dev.fanfare.gateway.backend.hazelcast.StoreMember;
import dev.fanfare.gateway.backend.hazelcast.StoreOptions;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.outbox.Database;
import dev.fanfare.outbox.Outbox;
import dev.fanfare.outbox.OutboxOptions;
import dev.fanfare.outbox.Targets;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.AppOptions.Kind;
import dev.fanfare.protocol.AppOptions.Webhook;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.Ports;
import io.vertx.core.Future;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Two gateways' outboxes drain one store of three members into one PostgreSQL, and a receiver
 * counts what it hears.
 */
@Execution(ExecutionMode.CONCURRENT)
class WebhooksOnAClusterTest {
  private static final String HOST = "127.0.0.1";
  private static final AppId APP = new AppId("1001");
  private static final int CHANNELS = 40;
  private static final Pattern EVENT =
      Pattern.compile(
          "\"name\":\"(channel_[a-z]+)\",\"channel\":\"([^\"]+)\",\"event_id\":\"([^\"]+)\"");

  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<StoreMember> members = new ArrayList<>();
  private final List<StoreClient> gateways = new ArrayList<>();
  private final List<Outbox> outboxes = new ArrayList<>();

  /** Event id to what was told under it: whoever repeats an event does not add to it. */
  private final Map<String, String> heard = new ConcurrentHashMap<>();

  private final AtomicInteger refusals = new AtomicInteger();
  private volatile boolean refuses;

  @BeforeEach
  void start() throws IOException {
    List<Integer> ports = List.of(Ports.free(), Ports.free(), Ports.free());
    StoreOptions options =
        new StoreOptions(
            "webhooks", "secret", ports.stream().map(port -> HOST + ":" + port).toList(), 3);
    for (int port : ports) {
      members.add(StoreMember.start(options, HOST, port, new RealTime()));
    }
    until("all members are ready", () -> members.stream().allMatch(StoreMember::isReady));
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", this::hear);
    receiver.start();
    open.add(() -> receiver.stop(0));
    EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
    open.add(postgres);
    App app = app(URI.create("http://" + HOST + ":" + receiver.getAddress().getPort() + "/"));
    OutboxOptions soon =
        OutboxOptions.DEFAULT.withTargets(Targets.LOOPBACK_TOO).withTimeout(Duration.ofMillis(500));
    for (int i = 0; i < 2; i++) {
      StoreClient client = StoreClient.connect(options, 10_000);
      gateways.add(client);
      Database database =
          Database.open(
              new Database.Address(
                  postgres.getJdbcUrl("postgres", "postgres"), Optional.empty(), Optional.empty()));
      open.add(0, database);
      outboxes.add(
          Outbox.start(
              database,
              new HazelcastFactSource(client, new HazelcastChannelStore(client)),
              id -> id.equals(APP) ? Optional.of(app) : Optional.empty(),
              soon,
              InstantSource.system(),
              new SecureRandom()));
    }
  }

  @AfterEach
  void end() throws Exception {
    outboxes.forEach(Outbox::close);
    gateways.forEach(StoreClient::close);
    members.forEach(StoreMember::terminate);
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void everyChannelIsOccupiedOnceAndVacatedOnceWhoeverFailsMeanwhile() {
    refuses = true;
    occupy(1, 0, CHANNELS / 2);
    until("the receiver has refused some", () -> refusals.get() > 3);
    outboxes.get(0).close();
    members.get(1).terminate();
    occupy(1, CHANNELS / 2, CHANNELS);
    refuses = false;
    until("all are occupied", () -> channelsThat("channel_occupied").size() == CHANNELS);

    occupy(0, 0, CHANNELS);

    until("all are vacated", () -> channelsThat("channel_vacated").size() == CHANNELS);
    assertThat(heard.values())
        .as("events after de-duplication by id")
        .hasSize(2 * CHANNELS)
        .doesNotHaveDuplicates();
    until("nothing waits", () -> outboxes.get(1).status().factsWaiting() == 0);
  }

  /** Subscribers come to, or leave, these channels on both gateways at once. */
  private void occupy(int subscribers, int from, int to) {
    List<Future<?>> done = new ArrayList<>();
    for (int gateway = 0; gateway < 2; gateway++) {
      HazelcastChannelStore store = new HazelcastChannelStore(gateways.get(gateway));
      for (int channel = from; channel < to; channel++) {
        ChannelKey key = new ChannelKey(APP, new ChannelName("room-" + channel));
        // A gateway for each half, since none of them lives longer than a silent lease.
        long incarnation = (channel < CHANNELS / 2 ? 100L : 200L) + gateway;
        done.add(store.apply(key, new LogChange.Occupy(incarnation, subscribers)));
      }
    }
    done.forEach(future -> assertThat(await(future)).isNotNull());
  }

  private Set<String> channelsThat(String event) {
    return Set.copyOf(heard.values().stream().filter(told -> told.startsWith(event)).toList());
  }

  private void hear(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (refuses) {
        refusals.incrementAndGet();
        exchange.sendResponseHeaders(500, -1);
        return;
      }
      Matcher event = EVENT.matcher(body);
      while (event.find()) {
        heard.put(event.group(3), event.group(1) + " " + event.group(2));
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static App app(URI url) {
    Webhook webhook =
        new Webhook(
            url,
            EnumSet.of(Kind.CHANNEL_OCCUPIED, Kind.CHANNEL_VACATED),
            Optional.empty(),
            Optional.empty(),
            false);
    App.SigningSecret secret =
        new App.SigningSecret(
            new KeyId("key"),
            "secret".getBytes(StandardCharsets.UTF_8),
            Capabilities.ALL,
            true,
            false);
    AppOptions options =
        new AppOptions(true, 10, Optional.empty(), true, true, false, List.of(webhook));
    return new App(
        APP, 1, "App", true, Limits.DEFAULT, List.of(secret), List.of(), List.of(), options);
  }

  private static final class RealTime implements Time {
    @Override
    public long wallMicros() {
      return System.currentTimeMillis() * 1_000;
    }

    @Override
    public long monotonicNanos() {
      return System.nanoTime();
    }
  }
}
