package dev.fanfare.gateway.dialect.fanfare.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fanfare.protocol.Payload;
import dev.fanfare.testkit.RecordingOutlet;
import dev.fanfare.testkit.TestClient;
import dev.fanfare.testkit.TestGateway;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A client of the native protocol as a test sees it. Requests are written with single quotes and
 * without their number, as {@code {'op':'sub','channel':'room'}}; pushes are read in short:
 *
 * <pre>
 * msg 7 "text"          a message and its data; without an offset: msg - "text"
 * pres 8 enter alice 2  a change of presence, and how many are there; for a count: pres 8 2
 * skip 9, gap 3-5, reset 9, epoch 9, lag 4 9, live 9
 * unsub room 40300, auth 30000, bye 50302
 * </pre>
 *
 * <p>The server's heartbeats are left out.
 */
final class NativeClient {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final TestClient connection;
  private final List<JsonNode> pushes = new ArrayList<>();
  private final Map<Long, JsonNode> replies = new HashMap<>();
  private long requests = 1;

  private NativeClient(TestClient connection) {
    this.connection = connection;
  }

  /** One that has not said hello. */
  static NativeClient stranger(TestGateway gateway) {
    return new NativeClient(NativeClients.connect(gateway));
  }

  /** One that has said hello with the app's key. */
  static NativeClient withKey(TestGateway gateway, String app) {
    NativeClient client = stranger(gateway);
    client.ok("{'op':'hello','v':1,'key':'key-" + app + ":" + NativeClients.SECRET + "'}");
    return client;
  }

  /** One that has said hello with a token. */
  static NativeClient withToken(TestGateway gateway, String token) {
    NativeClient client = stranger(gateway);
    client.ok("{'op':'hello','v':1,'token':'" + token + "'}");
    return client;
  }

  /** The connection below. */
  TestClient connection() {
    return connection;
  }

  /** Sends a request whose reply is fetched later. */
  long sends(String request) {
    long number = ++requests;
    connection.sends(numbered(number, request));
    return number;
  }

  /** The same, and leaves its consequences to the loops. */
  long posts(String request) {
    long number = ++requests;
    connection.posts(numbered(number, request));
    return number;
  }

  /** The reply to a request, which has come. */
  JsonNode reply(long number) {
    return maybeReply(number)
        .orElseThrow(() -> new AssertionError("Request " + number + " is not answered"));
  }

  /** The reply to a request, if it has come. */
  Optional<JsonNode> maybeReply(long number) {
    take();
    return Optional.ofNullable(replies.get(number));
  }

  /** Asks, and gives what the reply says is done. */
  JsonNode ok(String request) {
    JsonNode reply = reply(sends(request));
    if (!reply.has("ok")) {
      throw new AssertionError(request + " was refused: " + reply);
    }
    return reply.get("ok");
  }

  /** Asks, and gives the reason of the refusal. */
  JsonNode refusal(String request) {
    JsonNode reply = reply(sends(request));
    if (!reply.has("err")) {
      throw new AssertionError(request + " was not refused: " + reply);
    }
    return reply.get("err");
  }

  /** Asks, and gives the code of the refusal. */
  int refused(String request) {
    return refusal(request).get("code").asInt();
  }

  /** Publishes a text; gives its offset. */
  long publishes(String channel, String text) {
    return ok("{'op':'pub','channel':'" + channel + "','data':'" + text + "'}").get("o").asLong();
  }

  /** Subscribes from now on. */
  JsonNode joins(String channel) {
    return ok("{'op':'sub','channel':'" + channel + "'}");
  }

  /** Subscribes, with more fields. */
  JsonNode joins(String channel, String fields) {
    return ok("{'op':'sub','channel':'" + channel + "'," + fields + "}");
  }

  /** The pushes since this was last asked, in short. */
  List<String> pushes() {
    return pushNodes().stream().map(NativeClient::inShort).toList();
  }

  /** The pushes since this was last asked. */
  List<JsonNode> pushNodes() {
    take();
    List<JsonNode> taken = List.copyOf(pushes);
    pushes.clear();
    return taken;
  }

  /** What came in its order since this was last asked: replies by their number, pushes in short. */
  List<String> everything() {
    return connection.received().stream()
        .map(NativeClient::read)
        .filter(frame -> !frame.isEmpty())
        .map(
            frame ->
                frame.has("i")
                    ? (frame.has("ok") ? "ok " : "err ") + frame.get("i").asLong()
                    : inShort(frame))
        .toList();
  }

  /** How the server closed the connection: the code, or 0. */
  int closedWith() {
    return connection.outlet().closed().map(RecordingOutlet.Closed::code).orElse(0);
  }

  /** What a reply to a subscribe says, in short: full 7, gap 3-5 at 5, reset 9. */
  static String inShortSubscribed(JsonNode ok) {
    long offset = ok.get("o").asLong();
    String state = ok.get("state").asText();
    return switch (state) {
      case "gap" -> "gap %s-%s at %s".formatted(ok.get("gap").get(0), ok.get("gap").get(1), offset);
      default -> state + " " + offset;
    };
  }

  /** The place of a reply or an acknowledgement, as a subscribe names it. */
  static String at(JsonNode place) {
    return at(place.get("e").asText(), place.get("o").asLong());
  }

  /** A place, as a subscribe names it. */
  static String at(String epoch, long offset) {
    return "'at':{'e':'" + epoch + "','o':" + offset + "}";
  }

  /** Texts as messages in short, the first one at an offset. */
  static List<String> messages(long firstOffset, String... texts) {
    List<String> messages = new ArrayList<>();
    for (String text : texts) {
      messages.add("msg " + (firstOffset + messages.size()) + " \"" + text + "\"");
    }
    return messages;
  }

  /** What somebody hears who was there before the first message: its epoch, then these. */
  static List<String> fromTheStart(String... texts) {
    List<String> all = new ArrayList<>(List.of("epoch 0"));
    all.addAll(messages(1, texts));
    return all;
  }

  /** Numbers that were published as texts, each at the offset of its own number. */
  static List<String> numbers(int from, int to) {
    return Stream.iterate(from, number -> number + 1)
        .limit(Math.max(0, to - from + 1))
        .map(number -> "msg " + number + " \"" + number + "\"")
        .toList();
  }

  /** A payload that is a JSON text, as its text. */
  static String text(Payload payload) {
    return read(new String(payload.bytes(), StandardCharsets.UTF_8)).asText();
  }

  private void take() {
    for (String text : connection.received()) {
      JsonNode frame = read(text);
      if (frame.has("i")) {
        replies.put(frame.get("i").asLong(), frame);
      } else if (frame.has("p")) {
        pushes.add(frame);
      }
    }
  }

  private static String inShort(JsonNode push) {
    String kind = push.get("p").asText();
    long offset = push.path("o").asLong();
    return switch (kind) {
      case "msg" -> "msg " + (push.has("o") ? push.get("o").asText() : "-") + " " + push.get("d");
      case "pres" ->
          push.has("client")
              ? "pres %d %s %s %s"
                  .formatted(
                      offset, push.get("a").asText(), push.get("client").asText(), push.get("n"))
              : "pres %d %s".formatted(offset, push.get("n"));
      case "gap" -> "gap %s-%s".formatted(push.get("from"), push.get("to"));
      case "lag" -> "lag %d %s".formatted(offset, push.get("top"));
      case "unsub" ->
          "unsub %s %s".formatted(push.get("channel").asText(), push.get("err").get("code"));
      case "auth" -> "auth " + push.get("inMs");
      case "bye" -> "bye " + push.get("err").get("code");
      default -> kind + " " + offset;
    };
  }

  private static String numbered(long number, String request) {
    return ("{'i':" + number + "," + request.substring(1)).replace('\'', '"');
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new AssertionError("This is not JSON: " + text, notJson);
    }
  }
}
