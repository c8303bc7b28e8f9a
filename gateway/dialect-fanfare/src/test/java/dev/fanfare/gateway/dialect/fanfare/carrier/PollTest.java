package dev.fanfare.gateway.dialect.fanfare.carrier;

import static dev.fanfare.gateway.dialect.fanfare.carrier.Cluster.basic;
import static dev.fanfare.gateway.dialect.fanfare.carrier.Cluster.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.dialect.fanfare.rest.OpenApiCheck;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.testkit.Spec;
import dev.fanfare.testkit.TestClient;
import dev.fanfare.testkit.TestGateway;
import dev.fanfare.testkit.transcript.Bindings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollTest {
  private static final Pattern NUMBER = Pattern.compile("\"d\":([0-9]+)");

  private final Cluster cluster = new Cluster();

  @Test
  @Spec("POLL-1")
  void aNewcomerGetsItsCursorAtOnce() {
    TestClient poll = polls("/v1/poll?channels=a,b");

    assertThat(answer(poll)).matches("\\{\"cursor\":\"[A-Za-z0-9_-]+\",\"events\":\\[]}\\s*");
    assertThat(poll.outlet().begun().orElseThrow().headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("cache-control", "no-store");
  }

  @Test
  @Spec("POLL-1")
  void aChannelThatIsNewToTheCursorIsAnsweredAtOnceToo() {
    String cursor = start("a");

    TestClient poll = polls("/v1/poll?channels=a,b&cursor=" + cursor);
    String both = field(answer(poll), "cursor");
    cluster.publishes("b", "1");

    TestClient next = polls("/v1/poll?channels=a,b&cursor=" + both);
    cluster.passes(Duration.ofMillis(5));
    assertThat(numbers(answer(next))).containsExactly(1);
  }

  @ParameterizedTest
  @Spec("POLL-1")
  @ValueSource(strings = {"wait=61", "wait=-1", "wait=x", "channel=", "limit=1", "rewind=-1"})
  void whatCannotBeFollowedIsRefused(String more) {
    assertThat(Answers.of(cluster, "/v1/poll?channels=a&" + more, "k").status()).isEqualTo(400);
  }

  @Test
  @Spec("POLL-2")
  void whatCameMeanwhileIsAnsweredAtOnceWithEverythingBehindIt() {
    String cursor = start("a,b");
    cluster.publishes("a", "1");
    cluster.publishes("b", "2");
    cluster.publishes("a", "3");

    TestClient poll = polls("/v1/poll?channels=a,b&cursor=" + cursor);
    cluster.passes(Duration.ofMillis(5));

    assertThat(numbers(answer(poll))).containsExactlyInAnyOrder(1, 2, 3);
  }

  @Test
  @Spec("POLL-2")
  void anEventEndsTheWait() {
    TestClient poll = polls("/v1/poll?channels=a&wait=25&cursor=" + start("a"));
    cluster.passes(Duration.ofSeconds(10));
    assertThat(poll.received()).isEmpty();

    cluster.publishes("a", "7");
    cluster.passes(Duration.ofMillis(5));

    assertThat(
            new Bindings()
                .difference(
                    "{\"cursor\":\"$c\",\"events\":[{\"p\":\"msg\",\"channel\":\"a\",\"o\":1,\"t\":\"$t\",\"id\":\"$id\",\"d\":7}]}",
                    answer(poll)))
        .isEmpty();
  }

  @Test
  @Spec("POLL-3")
  void whereNothingCameTheAnswerSaysSoAfterTheWait() {
    TestClient poll = polls("/v1/poll?channels=a&wait=7&cursor=" + start("a"));
    cluster.passes(Duration.ofMillis(6_999));
    assertThat(poll.received()).isEmpty();

    cluster.passes(Duration.ofMillis(1));

    assertThat(answer(poll)).contains("\"events\":[]");
    assertThat(poll.outlet().begun().orElseThrow().status()).isEqualTo(200);
  }

  @Test
  @Spec("POLL-3")
  void withoutAWaitItIsAnsweredAtOnce() {
    TestClient poll = polls("/v1/poll?channels=a&wait=0&cursor=" + start("a"));
    cluster.passes(Duration.ZERO);

    assertThat(answer(poll)).contains("\"events\":[]");
  }

  @Test
  @Spec("POLL-4")
  void fromPollToPollOnWhateverGatewayEverythingComesOnce() {
    Random random = new Random(4);
    String cursor = start("a,b");
    List<Integer> heard = new ArrayList<>();
    int next = 0;
    for (int round = 0; round < 60; round++) {
      TestGateway gateway = random.nextBoolean() ? cluster.gatewayOne() : cluster.gatewayTwo();
      for (int i = random.nextInt(3); i > 0; i--) {
        cluster.publishes(random.nextBoolean() ? "a" : "b", Integer.toString(next++));
      }
      TestClient poll = polls(gateway, "/v1/poll?channels=a,b&wait=5&cursor=" + cursor, basic("k"));
      if (random.nextInt(4) == 0) {
        poll.isCutOff(); // the answer is lost: the client asks again with the cursor that it has
        continue;
      }
      cluster.publishes("a", Integer.toString(next++));
      cluster.passes(Duration.ofSeconds(5));
      String answer = answer(poll);
      heard.addAll(numbers(answer));
      cursor = field(answer, "cursor");
    }
    TestClient last = polls("/v1/poll?channels=a,b&wait=1&cursor=" + cursor);
    cluster.passes(Duration.ofSeconds(1));
    heard.addAll(numbers(answer(last)));

    assertThat(heard).hasSize(next).doesNotHaveDuplicates();
  }

  @Test
  @Spec("POLL-4")
  void thereIsNoSessionBetweenTwoPolls() {
    start("a");

    assertThat(cluster.gatewayOne().core().sessions().size()).isZero();
  }

  @Test
  @Spec("POLL-5")
  void whatIsLostIsAnEvent() {
    String cursor = start("short:a");
    for (int i = 1; i <= 4; i++) {
      cluster.publishes("short:a", Integer.toString(i));
    }

    TestClient poll = polls("/v1/poll?channels=short:a&cursor=" + cursor);
    cluster.passes(Duration.ofMillis(5));

    String answer = answer(poll);
    assertThat(answer)
        .contains(
            "{\"p\":\"gap\",\"channel\":\"short:a\",\"from\":1,\"to\":2,\"why\":\"trimmed\"}");
    assertThat(numbers(answer)).containsExactly(3, 4);
  }

  @Test
  @Spec("POLL-5")
  void aHistoryThatIsGoneIsAnEvent() {
    cluster.publishes("a", "1");
    String cursor = start("a");
    Cluster afresh = new Cluster();

    TestClient poll =
        polls(afresh.gatewayOne(), "/v1/poll?channels=a&cursor=" + cursor, basic("k"));
    afresh.passes(Duration.ofMillis(5));

    assertThat(answer(poll)).contains("{\"p\":\"reset\",\"channel\":\"a\"");
  }

  @Test
  @Spec("POLL-6")
  void aNewcomerMayAskForThePast() {
    cluster.publishes("a", "1");
    cluster.publishes("a", "2");

    TestClient poll = polls("/v1/poll?channels=a&rewind=1");
    cluster.passes(Duration.ofMillis(5));

    assertThat(numbers(answer(poll))).containsExactly(2);
  }

  @Test
  @Spec("POLL-6")
  void presenceComesAsEvents() {
    TestClient poll = polls("/v1/poll?channels=a&presence=full");

    assertThat(answer(poll)).contains("{\"p\":\"members\",\"channel\":\"a\",\"page\":{");
  }

  @Test
  @Spec("POLL-7")
  void aLongPastComesInSeveralAnswers() {
    String cursor = start("a");
    String long40k = "\"" + "x".repeat(40_000) + "\"";
    for (int i = 0; i < 20; i++) {
      cluster.publishes("a", long40k);
    }

    int messages = 0;
    int answers = 0;
    while (messages < 20) {
      TestClient poll = polls("/v1/poll?channels=a&cursor=" + cursor);
      cluster.passes(Duration.ofMillis(5));
      String answer = answer(poll);
      assertThat(answer.length()).isLessThan(400_000);
      messages += answer.split("\"p\":\"msg\"", -1).length - 1;
      cursor = field(answer, "cursor");
      answers++;
    }

    assertThat(messages).isEqualTo(20);
    assertThat(answers).isBetween(2, 6);
  }

  @Test
  @Spec("POLL-8")
  void aRefusalIsARealStatus() {
    refused(
        polls(cluster.gatewayOne(), "/v1/poll?channels=a", "Bearer x"), FaultCode.TOKEN_INVALID);
    refused(
        polls(cluster.gatewayOne(), "/v1/poll?channels=a", basic("reader")), FaultCode.FORBIDDEN);
  }

  @Test
  @Spec("POLL-8")
  void aServerThatGoesSaysSo() {
    TestClient poll = polls("/v1/poll?channels=a&cursor=" + start("a"));

    cluster.gatewayOne().core().sessions().shed(10, Duration.ofSeconds(5));
    cluster.gatewayOne().settle();

    refused(poll, FaultCode.GOING_AWAY);
  }

  @Test
  @Spec("POLL-8")
  void aTicketOpensTheFirstPollAndItsCursorThoseAfterIt() {
    String ticket = cluster.ticket("a");
    TestClient first = polls(cluster.gatewayOne(), "/v1/poll?channels=a&ticket=" + ticket);
    String cursor = field(answer(first), "cursor");
    cluster.publishes("a", "5");

    TestClient second =
        polls(cluster.gatewayTwo(), "/v1/poll?channels=a&ticket=" + ticket + "&cursor=" + cursor);
    cluster.passes(Duration.ofMillis(5));

    assertThat(numbers(answer(second))).containsExactly(5);
    refused(
        polls(cluster.gatewayTwo(), "/v1/poll?channels=a&ticket=" + ticket),
        FaultCode.UNAUTHENTICATED);
  }

  private String start(String channels) {
    return field(answer(polls("/v1/poll?channels=" + channels)), "cursor");
  }

  private TestClient polls(String target) {
    return polls(cluster.gatewayOne(), target, basic("k"));
  }

  private TestClient polls(TestGateway gateway, String target, String authorization) {
    return gateway.streams(
        Cluster.head("GET", target, Map.of("authorization", authorization), false));
  }

  private TestClient polls(TestGateway gateway, String target) {
    return gateway.streams(Cluster.head("GET", target, Map.of(), false));
  }

  private static void refused(TestClient poll, FaultCode code) {
    assertThat(poll.outlet().begun().orElseThrow().status()).isEqualTo(code.httpStatus());
    assertThat(poll.received()).singleElement().asString().contains("\"code\":" + code.number());
    assertThat(poll.outlet().closed()).isPresent();
  }

  /** The one answer, which is there and is described. */
  private static String answer(TestClient poll) {
    List<String> parts = poll.received();
    assertThat(parts).hasSize(1);
    assertThat(poll.outlet().closed()).isPresent();
    OpenApiCheck.accepts("GET", "/v1/poll", 200, "application/json", parts.get(0));
    return parts.get(0);
  }

  private static List<Integer> numbers(String answer) {
    return NUMBER
        .matcher(answer)
        .results()
        .map((MatchResult match) -> Integer.parseInt(match.group(1)))
        .toList();
  }
}
