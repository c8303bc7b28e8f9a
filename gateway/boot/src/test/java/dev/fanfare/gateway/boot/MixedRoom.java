package dev.fanfare.gateway.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fanfare.testkit.HttpCalls;
import dev.fanfare.testkit.WsClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One channel with a subscriber and a publisher of every dialect, on the app of {@code dev}. */
final class MixedRoom implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "dev";
  private static final String SECRET = "dev-secret";
  private static final String BASIC =
      "Basic " + Base64.getEncoder().encodeToString((KEY + ":" + SECRET).getBytes(UTF_8));

  private final int port;
  private final String channel;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WsClient nativeClient;
  private final WsClient raw;
  private final WsClient rawPublisher;
  private final WsClient rawJsonPublisher;
  private final WsClient pusher;
  private final WsClient pusherPublisher;
  private final Stream<String> stream;
  private final Iterator<String> streamLines;
  private final Queue<String> polled = new ArrayDeque<>();
  private String cursor;
  private int asked = 1;

  /** Returns when everybody has subscribed. */
  MixedRoom(int port, String channel) throws IOException, InterruptedException {
    this.port = port;
    this.channel = channel;
    nativeClient = WsClient.connect(socket("/v1/connect"), "fanfare.v1.json");
    nativeClient.send(
        "{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"%s:%s\",\"subs\":{\"%s\":{}}}"
            .formatted(KEY, SECRET, channel));
    nativeClient.expect("\"state\":\"full\"");
    raw = raw("");
    rawPublisher = raw("?listen=0");
    rawJsonPublisher = raw("?listen=0&kind=json");
    pusher = pusher();
    pusherPublisher = pusher();
    stream =
        http.send(
                HttpRequest.newBuilder(address("/v1/sse?channels=" + channel))
                    .header("Authorization", BASIC)
                    .build(),
                BodyHandlers.ofLines())
            .body();
    streamLines = stream.iterator();
    cursor = parse(calls().get("/v1/poll?channels=" + channel).text()).path("cursor").asText();
  }

  // What comes out.

  String nativePush() {
    String frame = nativeClient.next();
    while (!parse(frame).path("p").asText().equals("msg")) {
      if (frame.equals("{}")) {
        nativeClient.send("{}");
      }
      frame = nativeClient.next();
    }
    return frame;
  }

  String streamed() {
    while (true) {
      String line = streamLines.next();
      if (line.startsWith("data: ") && line.contains("\"p\":\"msg\"")) {
        return line.substring("data: ".length());
      }
    }
  }

  String polled() {
    while (polled.isEmpty()) {
      JsonNode page =
          parse(calls().get("/v1/poll?wait=5&channels=" + channel + "&cursor=" + cursor).text());
      cursor = page.path("cursor").asText();
      page.path("events").forEach(event -> polled.add(event.toString()));
      polled.removeIf(event -> !event.contains("\"p\":\"msg\""));
    }
    return polled.remove();
  }

  String rawText() {
    return raw.next();
  }

  String rawBytes() {
    return HexFormat.of().formatHex(raw.nextBinary());
  }

  String pusherEvent() {
    return pusher.expect("an event", frame -> !parse(frame).path("event").asText().contains(":"));
  }

  // What goes in.

  void publishNatively(Optional<String> name, String kind, JsonNode data) {
    ObjectNode publish = message(name, kind, data);
    publish.put("i", ++asked).put("op", "pub").put("channel", channel);
    nativeClient.send(publish.toString());
  }

  void publishByRest(Optional<String> name, String kind, JsonNode data) {
    HttpCalls.Answer answer =
        calls().post("/v1/channels/" + channel + "/messages", message(name, kind, data).toString());
    answers(answer, 201);
  }

  /** As the raw message of that kind; bytes stand in base64. */
  void publishRaw(String kind, String data) {
    if (kind.equals("binary")) {
      rawPublisher.send(Base64.getDecoder().decode(data));
    } else {
      rawPublisher.send(data);
    }
  }

  void publishRawJson(String json) {
    rawJsonPublisher.send(json);
  }

  void publishByPusher(String name, String data) {
    ObjectNode event = JSON.createObjectNode().put("name", name).put("data", data);
    String body = event.put("channel", channel).toString();
    String query =
        "auth_key=%s&auth_timestamp=%d&auth_version=1.0&body_md5=%s"
            .formatted(KEY, System.currentTimeMillis() / 1_000, md5(body));
    String path = "/apps/1001/events";
    String signature = mac("POST\n" + path + "\n" + query);
    answers(
        HttpCalls.to(address("/")).post(path + "?" + query + "&auth_signature=" + signature, body),
        200);
  }

  void triggerByPusher(String name, JsonNode data) {
    ObjectNode event = JSON.createObjectNode().put("event", name).put("channel", channel);
    event.set("data", data);
    pusherPublisher.send(event.toString());
  }

  @Override
  public void close() {
    Stream.of(nativeClient, raw, rawPublisher, rawJsonPublisher, pusher, pusherPublisher)
        .forEach(WsClient::abort);
    stream.close();
  }

  private static ObjectNode message(Optional<String> name, String kind, JsonNode data) {
    ObjectNode message = JSON.createObjectNode();
    name.ifPresent(text -> message.put("name", text));
    if (!kind.equals("json")) {
      message.put("kind", kind);
    }
    message.set("data", data);
    return message;
  }

  private static void answers(HttpCalls.Answer answer, int status) {
    if (answer.status() != status) {
      throw new AssertionError(answer.status() + " " + answer.text());
    }
  }

  private WsClient raw(String query) {
    return WsClient.connect(socket("/v1/raw/" + channel + query), Map.of("Authorization", BASIC));
  }

  private WsClient pusher() {
    WsClient client = WsClient.connect(socket("/app/" + KEY + "?protocol=7"), Map.of());
    String id = parse(parse(client.next()).path("data").asText()).path("socket_id").asText();
    client.send(
        "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"%s\",\"auth\":\"%s:%s\"}}"
            .formatted(channel, KEY, mac(id + ":" + channel)));
    client.expect("subscription_succeeded");
    return client;
  }

  private HttpCalls calls() {
    return HttpCalls.to(address("/")).basic(KEY, SECRET);
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private URI socket(String path) {
    return URI.create("ws://127.0.0.1:" + port + path);
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException broken) {
      throw new AssertionError(json, broken);
    }
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String mac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
