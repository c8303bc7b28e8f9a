package dev.fanfare.gateway.dialect.pusher;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.FanfareDialect;
import dev.fanfare.gateway.dialect.fanfare.FanfareOptions;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.TestClient;
import dev.fanfare.testkit.TestGateway;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cluster of two gateways in memory, and an app with everything switched on. */
final class World {
  static final String APP = "1001";
  static final String KEY = "the-key";
  static final String SECRET = "the-secret";
  static final KeyId SECOND_KEY = new KeyId("second-key");
  static final String SECOND_SECRET = "second-secret";

  static final AppOptions EVERYTHING =
      new AppOptions(
          true,
          10,
          Optional.empty(),
          true,
          true,
          false,
          List.of(
              new AppOptions.Webhook(
                  URI.create("http://localhost/hook"),
                  Set.of(AppOptions.Kind.values()),
                  Optional.empty(),
                  Optional.empty(),
                  false)));

  private final TestGateway.World world;
  private final TestGateway first;
  private final TestGateway second;
  private long version = 1;

  World() {
    this(Limits.DEFAULT, EVERYTHING);
  }

  World(Limits limits, AppOptions options) {
    this(new TestGateway.World(7, app(1, true, limits, options)));
  }

  /** With another store, which lives by this clock. */
  World(ManualClock clock, ChannelStore store) {
    this(
        new TestGateway.World(
            7, new MemoryBus(), clock, store, app(1, true, Limits.DEFAULT, EVERYTHING)));
  }

  private World(TestGateway.World world) {
    this.world = world;
    first = gateway();
    second = gateway();
  }

  private TestGateway gateway() {
    ManualClock clock = world.clock();
    return new TestGateway(
        world,
        new PusherDialect(() -> clock.wallMicros() / 1_000, clock::monotonicNanos, 1 << 20),
        new FanfareDialect(
            FanfareOptions.DEFAULT, () -> clock.wallMicros() / 1_000, clock::monotonicNanos));
  }

  static App app(long version, boolean enabled, Limits limits, AppOptions options) {
    ChannelRule standard = ChannelRule.DEFAULT;
    return new App(
        new AppId(APP),
        version,
        "Test",
        enabled,
        limits,
        List.of(
            new App.SigningSecret(
                new KeyId(KEY), SECRET.getBytes(UTF_8), Capabilities.ALL, true, false),
            new App.SigningSecret(
                SECOND_KEY, SECOND_SECRET.getBytes(UTF_8), Capabilities.ALL, false, false)),
        List.of(
            new ChannelRule(
                ChannelPattern.of("*"),
                standard.history(),
                standard.presence(),
                standard.publishers(),
                true,
                standard.keepLast(),
                standard.slow())),
        List.of("*"),
        options);
  }

  void change(boolean enabled, Limits limits, AppOptions options) {
    world.directory().put(app(++version, enabled, limits, options));
    settle();
  }

  /** The second secret is not the app's any more. */
  void withoutSecondKey() {
    App now = app(++version, true, Limits.DEFAULT, EVERYTHING);
    world
        .directory()
        .put(
            new App(
                now.id(),
                now.version(),
                now.name(),
                true,
                now.limits(),
                now.credentials().subList(0, 1),
                now.rules(),
                now.origins(),
                now.options()));
    settle();
  }

  TestGateway.World world() {
    return world;
  }

  TestGateway first() {
    return first;
  }

  TestGateway second() {
    return second;
  }

  /** A Pusher client, on one gateway and the other in turn. */
  Pusher connect() {
    return connect("protocol=7&client=js&version=8.6.0");
  }

  Pusher connect(String query) {
    return new Pusher(this, socket(first, "/app/" + KEY, query));
  }

  Pusher connectElsewhere() {
    return connectElsewhere("protocol=7");
  }

  Pusher connectElsewhere(String query) {
    return new Pusher(this, socket(second, "/app/" + KEY, query));
  }

  TestClient socket(TestGateway gateway, String path, String query) {
    return gateway.connect(head("GET", path, query, true));
  }

  /** A client of the native protocol with all rights. */
  TestClient nativeClient() {
    TestClient client = socket(second, "/v1/connect", "");
    client.sends("{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"" + KEY + ":" + SECRET + "\"}");
    return client;
  }

  Backend backend() {
    return new Backend(this, first);
  }

  Backend backendElsewhere() {
    return new Backend(this, second);
  }

  void advance(Duration time) {
    world.clock().advance(time);
    world.store().tick();
    settle();
  }

  void settle() {
    world.clock().settle();
  }

  long seconds() {
    return world.clock().wallMicros() / 1_000_000;
  }

  static RequestHead head(String method, String path, String query, boolean webSocket) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters
            .computeIfAbsent(pair.substring(0, equals), unused -> new ArrayList<>())
            .add(pair.substring(equals + 1));
      }
    }
    return new RequestHead(
        method,
        path,
        List.of(path.substring(1).split("/", -1)),
        parameters,
        Map.of(),
        webSocket,
        "127.0.0.1");
  }
}
