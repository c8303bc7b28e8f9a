package dev.fanfare.outbox;

import static dev.fanfare.testkit.Patience.await;

import dev.fanfare.gateway.backend.memory.MemoryChannelStore;
import dev.fanfare.gateway.log.LeaseTable;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.port.Leases.Lease;
import dev.fanfare.link.FactSource;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.AppOptions.Kind;
import dev.fanfare.protocol.AppOptions.Webhook;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Payload;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.contract.StoredChannel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An outbox whose clock and whose steps a test moves by hand: real store, database and requests.
 */
final class Rig implements AutoCloseable {
  static final AppId APP = new AppId("1001");
  static final KeyId KEY = new KeyId("key");
  static final String SECRET = "secret";

  final ManualClock clock = new ManualClock();
  final InstantSource instants = () -> Instant.EPOCH.plus(clock.wallMicros(), ChronoUnit.MICROS);
  final MemoryChannelStore store = new MemoryChannelStore(clock, new SecureRandom(), 100_000);
  final FactSource facts = store.facts();
  final Map<AppId, App> apps = new ConcurrentHashMap<>();
  final Tally tally = new Tally();
  final Database database;
  final Deliveries deliveries;
  final OutboxOptions options;
  final Sender sender;
  final Intake intake;
  final Courier courier;
  final Dispatch dispatch;

  Rig() {
    this(
        Postgres.freshDatabase(),
        OutboxOptions.DEFAULT.withTargets(Targets.LOOPBACK_TOO).withTimeout(Duration.ofSeconds(2)));
  }

  Rig(Database.Address address, OutboxOptions options) {
    this.options = options;
    database = Database.open(address);
    deliveries = new Deliveries(database);
    sender = new Sender(options);
    intake = new Intake(facts, deliveries, this::app, instants);
    courier = new Courier(deliveries, sender, this::app, options, instants, new Random(7), tally);
    dispatch = new Dispatch(deliveries, courier, options, instants, Runnable::run);
  }

  Optional<App> app(AppId id) {
    return Optional.ofNullable(apps.get(id));
  }

  /** The app has these webhooks. */
  void webhooks(Webhook... webhooks) {
    apps.put(APP, appWith(List.of(webhooks)));
  }

  static Webhook all(URI url) {
    return new Webhook(url, EnumSet.allOf(Kind.class), Optional.empty(), Optional.empty(), false);
  }

  static Webhook only(URI url, Kind kind) {
    return new Webhook(url, EnumSet.of(kind), Optional.empty(), Optional.empty(), false);
  }

  static Webhook batch(URI url) {
    return new Webhook(url, EnumSet.allOf(Kind.class), Optional.empty(), Optional.empty(), true);
  }

  StoredChannel channel(String name) {
    return new StoredChannel(
        store, new ChannelKey(APP, new ChannelName(name)), StoredChannel.DEFAULT_BOUNDS);
  }

  void missLast(String channel) {
    await(store.apply(channel(channel).key(), new LogChange.MissLast()));
  }

  void clientEvent(String channel, String name, String json, String connection, String client) {
    Draft draft =
        Draft.of(Payload.json(json))
            .named(name)
            .sentBy(
                new Draft.Sender(
                    Optional.of(new ClientId(client)), Optional.of(new ConnectionId(connection))));
    channel(channel).append(new LogChange.Submission(draft, Optional.empty(), true));
  }

  /** Takes all facts and sends all that is due now. */
  void work() {
    while (intake.step() > 0) {
      // until none is left
    }
    while (dispatch.round() > 0) {
      // until nothing is due
    }
  }

  /** Lets time pass, in which the gateway that the channels name lives on. */
  void pass(Duration time) {
    Duration step = LeaseTable.LIFE.minusSeconds(1);
    Duration left = time;
    while (left.compareTo(step) > 0) {
      beatAfter(step);
      left = left.minus(step);
    }
    beatAfter(left);
  }

  private void beatAfter(Duration time) {
    clock.advance(time);
    await(store.beat(new Lease(StoredChannel.gateway(APP, 1), "10.0.0.1:9")));
  }

  /** Works again and again while time passes. */
  void workFor(Duration time, Duration step) {
    for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
      pass(step);
      work();
    }
  }

  static App appWith(List<Webhook> webhooks) {
    AppOptions options = new AppOptions(true, 10, Optional.empty(), true, true, false, webhooks);
    App.SigningSecret secret =
        new App.SigningSecret(
            KEY, SECRET.getBytes(StandardCharsets.UTF_8), Capabilities.ALL, true, false);
    return new App(
        APP, 1, "App", true, Limits.DEFAULT, List.of(secret), List.of(), List.of(), options);
  }

  @Override
  public void close() {
    sender.close();
    database.close();
  }
}
