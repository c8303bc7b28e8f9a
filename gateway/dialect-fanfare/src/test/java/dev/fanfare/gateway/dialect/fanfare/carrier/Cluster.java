package dev.fanfare.gateway.dialect.fanfare.carrier;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.FanfareDialect;
import dev.fanfare.gateway.dialect.fanfare.FanfareOptions;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Operation;
import dev.fanfare.testkit.TestClient;
import dev.fanfare.testkit.TestGateway;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Two gateways of one cluster with one app: key {@code k} may do everything, key {@code reader}
 * only subscribe below {@code open:}; {@code public:} channels are open to everybody, and {@code
 * short:} ones keep two messages.
 */
final class Cluster {
  static final String SECRET = "0123456789abcdef0123456789abcdef";

  final TestGateway.World world;
  private final TestGateway one;
  private final TestGateway other;

  Cluster() {
    this(Limits.DEFAULT);
  }

  Cluster(Limits limits) {
    world = new TestGateway.World(7, app(1, limits, false));
    one = gateway();
    other = gateway();
  }

  /** The app, with nothing open to everybody any more. */
  static App closed(long version) {
    return app(version, Limits.DEFAULT, false, false);
  }

  static App app(long version, Limits limits, boolean readerRevoked) {
    return app(version, limits, readerRevoked, true);
  }

  private static App app(long version, Limits limits, boolean readerRevoked, boolean open) {
    return new App(
        new AppId("1001"),
        version,
        "shop",
        true,
        limits,
        List.of(
            new App.SigningSecret(
                new KeyId("k"), SECRET.getBytes(UTF_8), Capabilities.ALL, true, false),
            new App.SigningSecret(
                new KeyId("reader"),
                SECRET.getBytes(UTF_8),
                new Capabilities(
                    Map.of(ChannelPattern.of("open:*"), EnumSet.of(Operation.SUBSCRIBE))),
                true,
                readerRevoked)),
        List.of(rule("public:*", 1_000, open), rule("short:*", 2, false)),
        List.of("*"));
  }

  private static ChannelRule rule(String pattern, int messages, boolean open) {
    ChannelRule usual = ChannelRule.DEFAULT;
    return new ChannelRule(
        ChannelPattern.of(pattern),
        new ChannelRule.History(messages, usual.history().bytes(), usual.history().age()),
        usual.presence(),
        usual.publishers(),
        open,
        usual.keepLast(),
        usual.slow());
  }

  private TestGateway gateway() {
    return new TestGateway(
        world,
        new FanfareDialect(
            FanfareOptions.DEFAULT,
            () -> world.clock().wallMicros() / 1_000,
            () -> world.clock().monotonicNanos(),
            world.secret().seal("cursor"),
            new Random(1)));
  }

  /** The first gateway. */
  TestGateway gatewayOne() {
    return one;
  }

  /** The other gateway. */
  TestGateway gatewayTwo() {
    return other;
  }

  /** Key {@code k} publishes a JSON value. */
  String publishes(String channel, String json) {
    return posts("/v1/channels/" + encoded(channel) + "/messages", "{\"data\":" + json + "}");
  }

  /** Key {@code k} posts; status and body of the answer. */
  String posts(String path, String json) {
    return posts(path, json, basic("k"));
  }

  String posts(String path, String json, String authorization) {
    HttpAnswer answer =
        one.request(
            head(
                "POST",
                path,
                Map.of("authorization", authorization, "content-type", "application/json"),
                false),
            json.getBytes(UTF_8));
    return answer.status() + " " + new String(answer.body(), UTF_8).strip();
  }

  /** A ticket for channels, asked for with key {@code k}. */
  String ticket(String... channels) {
    return ticketFor(basic("k"), channels);
  }

  String ticketFor(String authorization, String... channels) {
    String names = "\"" + String.join("\",\"", channels) + "\"";
    String answer = posts("/v1/tickets", "{\"channels\":[" + names + "]}", authorization);
    return field(answer, "ticket");
  }

  /** A stream of Server-Sent Events at gateway one with key {@code k}. */
  Stream streams(String target) {
    return streams(one, target, Map.of("authorization", basic("k")));
  }

  /** The same at any gateway with any headers. */
  Stream streams(TestGateway gateway, String target, Map<String, String> headers) {
    TestClient client = gateway.streams(head("GET", target, headers, false));
    return new Stream(client);
  }

  /** A raw WebSocket with key {@code k}. */
  TestClient raw(String target) {
    return raw(target, Map.of("authorization", basic("k")));
  }

  TestClient raw(String target, Map<String, String> headers) {
    return one.connect(head("GET", target, headers, true));
  }

  void passes(Duration time) {
    one.advance(time);
  }

  static String basic(String key) {
    return "Basic " + Base64.getEncoder().encodeToString((key + ":" + SECRET).getBytes(UTF_8));
  }

  /** A token of a client with these further claims, such as {@code "cap":{…}}. */
  String token(String client, Duration life, String... claims) {
    long now = world.clock().wallMicros() / 1_000_000;
    StringBuilder payload =
        new StringBuilder("{\"sub\":\"" + client + "\",\"exp\":" + (now + life.toSeconds()));
    for (String claim : claims) {
      payload.append(',').append(claim);
    }
    String signed =
        url("{\"alg\":\"HS256\",\"kid\":\"k\"}") + "." + url(payload.append('}').toString());
    return "Bearer " + signed + "." + mac(signed);
  }

  private static String mac(String signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(bytes(signed)));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String url(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** A text field of a JSON object. */
  static String field(String json, String name) {
    String start = "\"" + name + "\":\"";
    int from = json.indexOf(start);
    if (from < 0) {
      throw new AssertionError("No " + name + " in " + json);
    }
    return json.substring(from + start.length(), json.indexOf('"', from + start.length()));
  }

  static RequestHead head(
      String method, String target, Map<String, String> headers, boolean webSocket) {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(1).split("/", -1)) {
      segments.add(URLDecoder.decode(segment, UTF_8));
    }
    Map<String, List<String>> query = new LinkedHashMap<>();
    if (mark >= 0) {
      for (String pair : target.substring(mark + 1).split("&", -1)) {
        String[] parts = pair.split("=", 2);
        query
            .computeIfAbsent(parts[0], name -> new ArrayList<>())
            .add(URLDecoder.decode(parts[1], UTF_8));
      }
    }
    Map<String, List<String>> all = new LinkedHashMap<>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return new RequestHead(method, path, segments, query, all, webSocket, "127.0.0.1");
  }
}
