package dev.fanfare.gateway.dialect.fanfare.core;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.FanfareDialect;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.TestClient;
import dev.fanfare.testkit.TestGateway;
import java.nio.charset.StandardCharsets;
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
                new KeyId("key-" + id),
                SECRET.getBytes(StandardCharsets.UTF_8),
                Capabilities.ALL,
                true,
                false)),
        List.of(rules),
        List.of("*"));
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
            dev.fanfare.gateway.dialect.fanfare.FanfareOptions.DEFAULT,
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

  static String request(TestGateway gateway, String app, String method, String path, String body) {
    HttpAnswer answer =
        gateway.request(
            head(
                method,
                path,
                Map.of(
                    "authorization",
                    List.of(
                        "Basic "
                            + Base64.getEncoder()
                                .encodeToString(
                                    ("key-" + app + ":" + SECRET)
                                        .getBytes(StandardCharsets.UTF_8))),
                    "content-type",
                    List.of("application/json")),
                false),
            body.getBytes(StandardCharsets.UTF_8));
    return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
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
}
