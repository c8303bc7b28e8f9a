package dev.fanfare.gateway.dialect.pusher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.dialect.Carriage;
import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.Conversation.Action;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.Spec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SockJsTest {
  private static final String SESSION = "/pusher/123/abcdefgh/";
  private static final String PATH = "{\"path\":\"/app/the-key?protocol=7&client=js\"}";

  private final PusherDialect dialect = new PusherDialect(() -> 0, () -> 0, 1 << 20);

  @Test
  @Spec("PUS-47")
  void infoSaysWhatThereIs() {
    HttpAnswer info = answered("/pusher/info", "");

    assertThat(info.status()).isEqualTo(200);
    assertThat(new String(info.body(), UTF_8))
        .contains("\"websocket\":true", "\"server_heartbeat_interval\":25000");
  }

  @Test
  @Spec("PUS-47")
  void theAddressComesInTheFirstMessage() {
    Conversation conversation = streaming();

    assertThat(sent(conversation.opened(opening()))).containsExactly("o\n");
    assertThat(conversation.received(PATH.getBytes(UTF_8), false))
        .anySatisfy(
            action ->
                assertThat(action)
                    .isInstanceOfSatisfying(
                        Action.Run.class,
                        run -> assertThat(run.command()).isInstanceOf(Command.Authenticate.class)));
  }

  @ParameterizedTest
  @Spec("PUS-47")
  @ValueSource(
      strings = {
        "x",
        "{}",
        "{\"path\":\"/apps/the-key\"}",
        "{\"path\":\"/app/the-key/more\"}",
        "{\"path\":\"/app/%zz?protocol=7\"}",
        "{\"event\":\"pusher:ping\",\"data\":{}}"
      })
  void anotherFirstMessageEndsTheSession(String first) {
    Conversation conversation = streaming();
    conversation.opened(opening());

    List<Action> actions = conversation.received(first.getBytes(UTF_8), false);

    assertThat(sent(actions)).singleElement().asString().startsWith("c[4005,\"");
    assertThat(actions).last().isInstanceOf(Action.Close.class);
    assertThat(conversation.received(PATH.getBytes(UTF_8), false)).isEmpty();
  }

  @Test
  @Spec("PUS-47")
  void anAddressThatNeverComesEndsTheSession() {
    Conversation conversation = streaming();
    Action.Start timer =
        conversation.opened(opening()).stream()
            .filter(Action.Start.class::isInstance)
            .map(Action.Start.class::cast)
            .filter(start -> start.after().equals(Duration.ofSeconds(10)))
            .findAny()
            .orElseThrow();

    assertThat(sent(conversation.elapsed(timer.timer())))
        .singleElement()
        .asString()
        .startsWith("c[4005,");
    assertThat(conversation.elapsed(timer.timer())).isEmpty();
  }

  @Test
  @Spec("PUS-47")
  void whatIsWrongWithTheAddressIsToldAsOverAWebSocket() {
    Conversation conversation = streaming();
    conversation.opened(opening());

    List<String> told =
        sent(conversation.received("{\"path\":\"/app/the-key\"}".getBytes(UTF_8), false));

    assertThat(told).hasSize(2).first().asString().contains("pusher:error");
    assertThat(told.get(1)).startsWith("c[4008,");
  }

  @Test
  @Spec("PUS-47")
  void aServerThatEndsSaysSoBeforeTheAddressCame() {
    Conversation conversation = streaming();
    conversation.opened(opening());

    assertThat(
            sent(conversation.told(new Conversation.Notice.Ending(Fault.of(FaultCode.GOING_AWAY)))))
        .singleElement()
        .asString()
        .startsWith("c[4200,");
  }

  @Test
  @Spec("PUS-47")
  void heartbeatsOfTheClientAreNotAnswered() {
    Conversation conversation = streaming();
    conversation.opened(opening());

    assertThat(conversation.received(new byte[0], false)).isEmpty();
  }

  @Test
  @Spec("PUS-47")
  void anEventSourceGetsAnEventForEachFrame() {
    Conversation conversation = conversation("GET", "eventsource");

    assertThat(sent(conversation.opened(opening()))).containsExactly("data: o\r\n\r\n");
  }

  @Test
  @Spec("PUS-47")
  void aWebSocketCarriesArraysAndFramesWithoutEndsOfLines() {
    Conversation conversation =
        ((Match.Converse) match("GET", SESSION + "websocket", "", true)).conversation();

    assertThat(sent(conversation.opened(opening()))).containsExactly("o");
    assertThat(
            sent(
                conversation.received(
                    "[\"{\\\"path\\\":\\\"/app/the-key\\\"}\"]".getBytes(UTF_8), false)))
        .last()
        .asString()
        .startsWith("c[4008,")
        .endsWith("\"]");
    assertThat(conversation.received("no array".getBytes(UTF_8), false))
        .singleElement()
        .isInstanceOf(Action.Close.class);
  }

  @Test
  @Spec("PUS-48")
  void aResponseEndsWhereTheClientsBufferDoes() {
    for (String kind : List.of("xhr_streaming", "eventsource")) {
      Carriage.Streams streams =
          (Carriage.Streams) carried(kind.equals("eventsource") ? "GET" : "POST", kind).carriage();

      assertThat(streams.mostUnits()).isEqualTo(262_144);
      assertThat(streams.ends()).isTrue();
    }
  }

  @Test
  @Spec({"PUS-47", "PUS-48"})
  void aPageThatNeverEndsRunsAScriptForEachFrame() {
    Match.Carried page = (Match.Carried) match("GET", SESSION + "htmlfile", "c=_jp.aabcdef", false);
    Carriage.Streams streams = (Carriage.Streams) page.carriage();
    Conversation conversation = page.fresh().orElseThrow().apply("123-abcdefgh").conversation();

    assertThat(new String(streams.prelude(), UTF_8))
        .contains("var c = parent._jp.aabcdef;\n")
        .hasSizeGreaterThan(1_023);
    assertThat(streams.mostUnits()).isEqualTo(262_144);
    assertThat(streams.ends()).isTrue();
    assertThat(sent(conversation.opened(opening())))
        .containsExactly("<script>\np(\"o\");\n</script>\r\n");
  }

  @ParameterizedTest
  @Spec("PUS-47")
  @ValueSource(strings = {"", "c=", "c=alert(1)", "c=a;b", "c=%3Cscript%3E"})
  void aPageCallsAFunctionAndNothingElse(String query) {
    assertThat(answered(SESSION + "htmlfile", query).status()).isEqualTo(400);
  }

  @Test
  @Spec("PUS-49")
  void theFrameLoadsSockJsFromWherePusherHasItAndFromNowhereElse() {
    String script = "https://js.pusher.com/8.6.0/sockjs.min.js";
    HttpAnswer page = answered("/pusher/iframe.html", "js_path=" + script);

    assertThat(page.status()).isEqualTo(200);
    assertThat(new String(page.body(), UTF_8)).contains("<script src=\"" + script + "\">");
    assertThat(page.headers().get("content-security-policy"))
        .contains("default-src 'none'")
        .contains(script);
    for (String other :
        List.of(
            "",
            "js_path=https://js.pusher.com.evil.example/sockjs.js",
            "js_path=//js.pusher.com/sockjs.js",
            "js_path=https://js.pusher.com/a\"><script>.js",
            "js_path=data:text/javascript,alert(1)//js.pusher.com/a.js")) {
      assertThat(answered("/pusher/iframe.html", other).status()).isEqualTo(400);
    }
  }

  @Test
  @Spec("PUS-47")
  void otherKindsAndMethodsAreNotServed() {
    assertThat(dialect.match(World.head("GET", SESSION + "jsonp", "", false))).isEmpty();
    assertThat(answered(SESSION + "xhr", "").status()).isEqualTo(405);
    assertThat(answered(SESSION + "websocket", "").status()).isEqualTo(426);
  }

  private Conversation streaming() {
    return conversation("POST", "xhr_streaming");
  }

  private Conversation conversation(String method, String kind) {
    return carried(method, kind).fresh().orElseThrow().apply("123-abcdefgh").conversation();
  }

  private Match.Carried carried(String method, String kind) {
    return (Match.Carried) match(method, SESSION + kind, "", false);
  }

  private HttpAnswer answered(String path, String query) {
    return ((Match.Answered) match("GET", path, query, false)).answer();
  }

  private Match match(String method, String path, String query, boolean webSocket) {
    return dialect.match(World.head(method, path, query, webSocket)).orElseThrow();
  }

  private static Conversation.Opening opening() {
    return new Conversation.Opening(
        new ConnectionId("1.2"), Limits.DEFAULT, Duration.ofSeconds(25));
  }

  private static List<String> sent(List<Action> actions) {
    return actions.stream()
        .filter(Action.Send.class::isInstance)
        .map(action -> new String(((Action.Send) action).payload(), UTF_8))
        .toList();
  }
}
