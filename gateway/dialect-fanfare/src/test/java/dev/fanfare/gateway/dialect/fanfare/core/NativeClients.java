package dev.fanfare.gateway.dialect.fanfare.core;

import static dev.fanfare.testkit.UsualLimits.usual;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.FanfareDialect;
import dev.fanfare.gateway.dialect.fanfare.FanfareOptions;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.TestClient;
import dev.fanfare.testkit.TestGateway;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Native clients of gateways in memory: the production core, backend and dialect, without sockets.
 */
final class NativeClients {
  static final String SECRET = "a-secret-of-at-least-32-characters";

  private NativeClients() {}

  static App app(String id, ChannelRule... rules) {
    return app(id, 1, Limits.DEFAULT, rules);
  }

  static App app(String id, long version, Limits limits, ChannelRule... rules) {
    return new App(
        new AppId(id),
        version,
        "app " + id,
        true,
        limits,
        List.of(
            new App.SigningSecret(
                new KeyId("key-" + id), SECRET.getBytes(UTF_8), Capabilities.ALL, true, false)),
        List.of(rules),
        List.of("*"));
  }

  /** The default limits, but for these two. */
  static Limits limits(int publishesPerSecond, int outboxBytes) {
    return usual().publishesPerSecond(publishesPerSecond).outboxBytes(outboxBytes).limits();
  }

  static TestGateway.World world(App... apps) {
    return new TestGateway.World(42, apps);
  }

  static TestGateway.World world(Bus bus, App... apps) {
    return new TestGateway.World(42, bus, apps);
  }

  static TestGateway gateway(TestGateway.World world) {
    return new TestGateway(
        world,
        new FanfareDialect(
            FanfareOptions.DEFAULT,
            () -> world.clock().wallMicros() / 1_000,
            () -> world.clock().monotonicNanos()));
  }

  /** A client that has said hello with the app's key; its answer is taken already. */
  static TestClient client(TestGateway gateway, String app) {
    TestClient client = connect(gateway);
    client.sends("{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"key-" + app + ":" + SECRET + "\"}");
    client.received();
    return client;
  }

  static TestClient connect(TestGateway gateway) {
    return gateway.connect(head("GET", "/v1/connect", Map.of(), true));
  }

  /** A backend's request; gives status and body. */
  static String request(TestGateway gateway, String app, String method, String path, String body) {
    return text(gateway.request(withKey(app, method, path), body.getBytes(UTF_8)));
  }

  /** A backend's POST whose consequences are left to the loops. */
  static Future<String> posts(TestGateway gateway, String app, String path, String body) {
    return gateway.posts(withKey(app, "POST", path), body.getBytes(UTF_8)).map(NativeClients::text);
  }

  private static String text(HttpAnswer answer) {
    return answer.status() + " " + new String(answer.body(), UTF_8);
  }

  private static RequestHead withKey(String app, String method, String path) {
    String credential = "key-" + app + ":" + SECRET;
    String basic = Base64.getEncoder().encodeToString(credential.getBytes(UTF_8));
    return head(
        method,
        path,
        Map.of(
            "authorization",
            List.of("Basic " + basic),
            "content-type",
            List.of("application/json")),
        false);
  }

  private static RequestHead head(
      String method, String path, Map<String, List<String>> headers, boolean webSocket) {
    return new RequestHead(
        method,
        path,
        Arrays.asList(path.substring(1).split("/")),
        Map.of(),
        headers,
        webSocket,
        "127.0.0.1");
  }

  /** A rule that keeps so many messages, otherwise the default one. */
  static ChannelRule keeping(String pattern, int messages) {
    ChannelRule rule = ChannelRule.DEFAULT;
    return new ChannelRule(
        ChannelPattern.of(pattern),
        new ChannelRule.History(messages, rule.history().bytes(), rule.history().age()),
        rule.presence(),
        rule.publishers(),
        rule.publicSubscribe(),
        rule.keepLast(),
        rule.slow());
  }
}
