package dev.fanfare.gateway.dialect.pusher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.dialect.Carriage;
import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.Conversation.Action;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.Splitter.Split;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.Spec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FallbackTest {
  private static final String SESSION = "/pusher/app/" + World.KEY + "/17/abcdefgh/";

  private final PusherDialect dialect = new PusherDialect(() -> 0, () -> 0, 1 << 20);

  @Test
  @Spec("PUS-46")
  void aSessionBelongsToItsKey() {
    Match.Carried here = carried(SESSION + "xhr_send");
    Match.Carried other = carried("/pusher/app/other/17/abcdefgh/xhr_send");

    assertThat(here.session()).isNotEqualTo(other.session());
    assertThat(here.session()).isEqualTo(carried(SESSION + "xhr_streaming").session());
    assertThat(here.session().scope()).isEqualTo("pusher/" + World.KEY);
    assertThat(here.linger()).isEqualTo(Duration.ofSeconds(10));
    assertThat(here.fresh()).isEmpty();
    assertThat(here.unknown().status()).isEqualTo(404);
  }

  @Test
  @Spec("PUS-43")
  void aStreamPausesWhereTheClientsBufferEnds() {
    Carriage.Streams streams = (Carriage.Streams) carried(SESSION + "xhr_streaming").carriage();

    assertThat(streams.mostUnits()).isEqualTo(262_144);
    assertThat(streams.prelude()).isEmpty();
  }

  @Test
  @Spec("PUS-44")
  void aPollInVainEndsWithASignOfLife() {
    Carriage.Polls polls = (Carriage.Polls) carried(SESSION + "xhr").carriage();

    assertThat(polls.longest()).isEqualTo(Duration.ofSeconds(25));
    assertThat(polls.nothing().status()).isEqualTo(200);
    assertThat(polls.nothing().body()).asString().isEqualTo("h\n");
  }

  @Test
  @Spec("PUS-42")
  void aBodyIsAnArrayOfMessages() {
    assertThat(messages("[\"{\\\"a\\\":1}\",\"b\"]")).containsExactly("{\"a\":1}", "b");
    assertThat(messages("[]")).containsExactly("");
  }

  @ParameterizedTest
  @Spec("PUS-42")
  @ValueSource(strings = {"x", "{}", "[1]", "[\"a\"", "[\"a\"] b"})
  void anotherBodyIsRefused(String body) {
    Split split = carried(SESSION + "xhr_send").in().split(body.getBytes(UTF_8));

    assertThat(split)
        .isInstanceOfSatisfying(
            Split.Unreadable.class, no -> assertThat(no.answer().status()).isEqualTo(400));
  }

  @Test
  @Spec({"PUS-42", "PUS-45"})
  void aClosedConnectionSaysItsCodeLast() {
    Conversation conversation = converse("client=js");

    List<Action> actions = conversation.opened(opening());

    assertThat(sent(actions)).hasSize(3).first().isEqualTo("o\n");
    assertThat(sent(actions).get(1)).startsWith("a[\"{\\\"event\\\":\\\"pusher:error\\\"");
    assertThat(sent(actions).get(2)).startsWith("c[4008,\"").endsWith("\"]\n");
    assertThat(actions).last().isInstanceOf(Action.Close.class);
  }

  @Test
  @Spec("PUS-42")
  void theClientsHeartbeatIsAnswered() {
    Conversation conversation = converse("protocol=7");

    assertThat(sent(conversation.opened(opening()))).containsExactly("o\n");
    assertThat(sent(conversation.received(new byte[0], false))).containsExactly("h\n");
  }

  @Test
  @Spec("PUS-42")
  void onlyPostsAreTaken() {
    assertThat(dialect.match(World.head("GET", SESSION + "xhr", "protocol=7", false)))
        .hasValueSatisfying(
            match ->
                assertThat(match)
                    .isInstanceOfSatisfying(
                        Match.Answered.class,
                        no -> assertThat(no.answer().status()).isEqualTo(405)));
    assertThat(dialect.match(World.head("POST", SESSION + "other", "", false))).isEmpty();
  }

  private Match.Carried carried(String path) {
    return carried(path, "protocol=7");
  }

  private Match.Carried carried(String path, String query) {
    return (Match.Carried) dialect.match(World.head("POST", path, query, false)).orElseThrow();
  }

  private Conversation converse(String query) {
    return carried(SESSION + "xhr_streaming", query)
        .fresh()
        .orElseThrow()
        .apply("17-abcdefgh")
        .conversation();
  }

  private List<String> messages(String body) {
    Split split = carried(SESSION + "xhr_send").in().split(body.getBytes(UTF_8));
    return ((Split.Messages) split)
        .messages().stream().map(message -> new String(message, UTF_8)).toList();
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
