package dev.fanfare.gateway.dialect.fanfare.carrier;

import static dev.fanfare.gateway.dialect.fanfare.carrier.Cluster.basic;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.Spec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseTest {
  private final Cluster cluster = new Cluster();

  @Test
  @Spec("SSE-1")
  void oneStreamBringsSeveralChannels() {
    Stream stream = cluster.streams("/v1/sse?channels=a,b&channel=c%2Cd");

    cluster.publishes("b", "1");
    cluster.publishes("a", "2");
    cluster.publishes("c,d", "3");
    cluster.publishes("other", "4");

    stream.hearsMessage("b", "1").hearsMessage("a", "2").hearsMessage("c,d", "3");
    stream.hearsNothingMore();
  }

  @ParameterizedTest
  @Spec("SSE-1")
  @ValueSource(
      strings = {
        "/v1/sse",
        "/v1/sse?channels=",
        "/v1/sse?channels=a,,b",
        "/v1/sse?channels=a&token=x",
        "/v1/sse?channels=a&rewind=0",
        "/v1/sse?channels=a&rewind=1001",
        "/v1/sse?channels=a&rewind=31d",
        "/v1/sse?channels=a&presence=some"
      })
  void whatCannotBeFollowedIsRefused(String target) {
    assertThat(Answers.of(cluster, target, "k").status()).isEqualTo(400);
  }

  @Test
  @Spec("SSE-1")
  void moreThan32ChannelsAreRefused() {
    String names = IntStream.range(0, 33).mapToObj(i -> "c" + i).collect(Collectors.joining(","));

    assertThat(Answers.of(cluster, "/v1/sse?channels=" + names, "k").status()).isEqualTo(413);
  }

  @Test
  @Spec("SSE-1")
  void anotherMethodIsRefused() {
    assertThat(Answers.to(cluster, "POST", "/v1/sse?channels=a").headers())
        .containsEntry("allow", "GET");
  }

  @Test
  @Spec("SSE-2")
  void aTicketOpensIt() {
    Stream stream = listen("/v1/sse?channels=a&ticket=" + cluster.ticket("a"));

    cluster.publishes("a", "1");

    stream.hearsMessage("a", "1");
  }

  @Test
  @Spec("SSE-2")
  void aKeysIdOpensPublicChannelsOnly() {
    Stream stream = listen("/v1/sse?channels=public:news&key=k");
    cluster.publishes("public:news", "1");

    stream.hearsMessage("public:news", "1");
    listen("/v1/sse?channels=news&key=k").isRefused(FaultCode.FORBIDDEN);
  }

  @ParameterizedTest
  @Spec("SSE-2")
  @ValueSource(strings = {"ticket=x", "key=k"})
  void twoCredentialsAreOneTooMany(String second) {
    assertThat(Answers.of(cluster, "/v1/sse?channels=a&" + second, "k").status()).isEqualTo(400);
  }

  @Test
  @Spec("SSE-3")
  void aStreamBeginsWithItsCursorAndATimeToComeBack() {
    Stream stream = cluster.streams("/v1/sse?channels=a,b");

    assertThat(stream.begun().status()).isEqualTo(200);
    assertThat(stream.begun().headers())
        .containsEntry("content-type", "text/event-stream")
        .containsEntry("cache-control", "no-store");
    assertThat(stream.silentIds()).isEqualTo(1);
    assertThat(stream.lastEventId()).isNotEmpty();
    assertThat(stream.retryMillis().orElseThrow()).isBetween(1_000L, 3_000L);
    stream.hearsNothingMore();
  }

  @Test
  @Spec("SSE-4")
  void everyBlockWithDataHasTheCursorBehindIt() {
    Stream stream = cluster.streams("/v1/sse?channels=a,b");
    String before = stream.lastEventId();

    cluster.publishes("a", "{\"x\":\"one\\ntwo\"}");

    stream.hears(
        "message", "{'p':'msg','channel':'a','o':1,'t':'$t','id':'$id','d':{'x':'one\\ntwo'}}");
    assertThat(stream.lastEventId()).isNotEqualTo(before);
  }

  @Test
  @Spec("SSE-5")
  void whatIsNotForTheClientOnlyMovesItsCursor() {
    cluster.publishes("a", "1");
    Stream stream = cluster.streams("/v1/sse?channels=a");
    String before = stream.lastEventId();

    enter("a", "alice");
    cluster.passes(Duration.ofSeconds(2));

    stream.hearsNothingMore();
    assertThat(stream.lastEventId()).isNotEqualTo(before);
    assertThat(stream.silentIds()).isEqualTo(2);
  }

  @Test
  @Spec("SSE-6")
  void aClientThatComesBackToAnotherGatewayGetsEverythingOnce() {
    Stream stream = cluster.streams("/v1/sse?channels=a,b");
    cluster.publishes("a", "1");
    cluster.publishes("b", "2");
    stream.hearsMessage("a", "1").hearsMessage("b", "2");
    stream.client().isCutOff();
    cluster.publishes("a", "3");
    cluster.publishes("b", "4");
    cluster.publishes("a", "5");

    Stream again =
        cluster.streams(
            cluster.gatewayTwo(),
            "/v1/sse?channels=a,b",
            Map.of("authorization", basic("k"), "last-event-id", stream.lastEventId()));
    cluster.publishes("b", "6");

    again.hearsMessage("a", "3").hearsMessage("a", "5").hearsMessage("b", "4");
    again.hearsMessage("b", "6").hearsNothingMore();
  }

  @Test
  @Spec("SSE-6")
  void everyIdOfAStreamIsAPlaceToGoOnFrom() {
    Stream stream = cluster.streams("/v1/sse?channels=a,b");
    String start = stream.lastEventId();
    cluster.publishes("a", "1");
    String afterOne = stream.lastEventId();
    cluster.publishes("b", "2");
    stream.client().isCutOff();

    resumed(start).hearsMessage("a", "1").hearsMessage("b", "2").hearsNothingMore();
    resumed(afterOne).hearsMessage("b", "2").hearsNothingMore();
    resumed(stream.lastEventId()).hearsNothingMore();
  }

  @Test
  @Spec("SSE-6")
  void whereverAStreamIsCutEverythingComesOnce() {
    Random random = new Random(11);
    Stream stream = cluster.streams("/v1/sse?channels=a,b");
    String cursor = stream.lastEventId();
    List<String> heard = new ArrayList<>();
    int next = 0;
    for (int round = 0; round < 50; round++) {
      for (int i = random.nextInt(5); i > 0; i--) {
        cluster.publishes(random.nextBoolean() ? "a" : "b", Integer.toString(next++));
      }
      // Of what was sent the client has got a part: the rest was on its way.
      List<Stream.Heard> sent = stream.takeAll();
      for (Stream.Heard event : sent.subList(0, random.nextInt(sent.size() + 1))) {
        heard.add(event.data().replaceFirst(".*\"d\":([0-9]+).*", "$1"));
        cursor = event.id();
      }
      stream.client().isCutOff();
      stream =
          cluster.streams(
              random.nextBoolean() ? cluster.gatewayOne() : cluster.gatewayTwo(),
              "/v1/sse?channels=a,b",
              Map.of("authorization", basic("k"), "last-event-id", cursor));
    }
    stream.takeAll().forEach(e -> heard.add(e.data().replaceFirst(".*\"d\":([0-9]+).*", "$1")));

    assertThat(heard).hasSize(next).doesNotHaveDuplicates();
  }

  @Test
  @Spec("SSE-6")
  void whatTheBrowserRemembersWinsOverTheAddress() {
    Stream stream = cluster.streams("/v1/sse?channels=a");
    String start = stream.lastEventId();
    cluster.publishes("a", "1");
    String end = stream.lastEventId();

    Stream again =
        cluster.streams(
            cluster.gatewayOne(),
            "/v1/sse?channels=a&cursor=" + start,
            Map.of("authorization", basic("k"), "last-event-id", end));

    again.hearsNothingMore();
  }

  @Test
  @Spec("SSE-7")
  void aNewcomerMayAskForThePast() {
    cluster.publishes("a", "1");
    cluster.passes(Duration.ofSeconds(30));
    cluster.publishes("a", "2");
    cluster.publishes("a", "3");

    cluster.streams("/v1/sse?channels=a&rewind=1").hearsMessage("a", "3").hearsNothingMore();
    cluster
        .streams("/v1/sse?channels=a&rewind=10s")
        .hearsMessage("a", "2")
        .hearsMessage("a", "3")
        .hearsNothingMore();
  }

  @Test
  @Spec("SSE-7")
  void whereTheCursorKnowsAChannelNothingIsRewound() {
    Stream stream = cluster.streams("/v1/sse?channels=a");
    cluster.publishes("a", "1");
    cluster.publishes("b", "2");

    Stream again = cluster.streams("/v1/sse?channels=a,b&rewind=9&cursor=" + stream.lastEventId());

    again.hearsMessage("b", "2").hearsNothingMore();
  }

  @Test
  @Spec("SSE-8")
  void whatIsLostIsSaid() {
    Stream stream = cluster.streams("/v1/sse?channels=short:a");
    stream.client().isCutOff();
    for (int i = 1; i <= 5; i++) {
      cluster.publishes("short:a", Integer.toString(i));
    }

    Stream again = cluster.streams("/v1/sse?channels=short:a&cursor=" + stream.lastEventId());

    again.hears("gap", "{'p':'gap','channel':'short:a','from':1,'to':3,'why':'trimmed'}");
    again.hearsMessage("short:a", "4").hearsMessage("short:a", "5").hearsNothingMore();
  }

  @Test
  @Spec("SSE-8")
  void aHistoryThatIsGoneIsSaid() {
    cluster.publishes("a", "1");
    Stream stream = cluster.streams("/v1/sse?channels=a");
    String cursor = stream.lastEventId();
    Cluster afresh = new Cluster();

    Stream again = afresh.streams("/v1/sse?channels=a&cursor=" + cursor);

    again.hears("reset", "{'p':'reset','channel':'a','e':'$e','o':0,'why':'$why'}");
    afresh.publishes("a", "1");
    again.hearsMessage("a", "1").hearsNothingMore();
  }

  @Test
  @Spec("SSE-9")
  void whoIsThereIsToldFirstAndThenWhoComes() {
    enter("a", "alice");

    Stream stream = cluster.streams("/v1/sse?channels=a&presence=full");
    enter("a", "bob");

    stream.hears(
        "members",
        "{'p':'members','channel':'a','page':{'e':'$e','o':1,'n':1,'members':[{'client':'alice','$more':'$_'}]}}");
    stream.hears(
        "presence",
        "{'p':'pres','channel':'a','a':'enter','client':'bob','conn':'$c','o':2,'t':'$t','n':2}");
  }

  @Test
  @Spec("SSE-9")
  void theCountAloneNamesNobody() {
    Stream stream = cluster.streams("/v1/sse?channels=a&presence=count");
    enter("a", "bob");

    stream.hears(
        "members", "{'p':'members','channel':'a','page':{'e':'$_','o':0,'n':0,'members':[]}}");
    stream.hears("presence", "{'p':'pres','channel':'a','o':1,'n':1}").hearsNothingMore();
  }

  @Test
  @Spec("SSE-10")
  void aCommentShowsThatASilentStreamLives() {
    Stream stream = cluster.streams("/v1/sse?channels=a");

    cluster.passes(Duration.ofSeconds(20));
    assertThat(stream.comments()).isZero();
    cluster.publishes("a", "1");
    cluster.passes(Duration.ofSeconds(20));
    assertThat(stream.comments()).isZero();
    cluster.passes(Duration.ofSeconds(6));

    assertThat(stream.comments()).isEqualTo(1);
    stream.hearsMessage("a", "1").hearsNothingMore();
  }

  @Test
  @Spec("SSE-11")
  void aRefusedCredentialIsARealStatus() {
    cluster
        .streams(
            cluster.gatewayOne(),
            "/v1/sse?channels=a",
            Map.of("authorization", "Bearer x.y.z", "accept", "text/event-stream"))
        .isRefused(FaultCode.TOKEN_INVALID);
    listen("/v1/sse?channels=a&ticket=forged").isRefused(FaultCode.UNAUTHENTICATED);
  }

  @Test
  @Spec("SSE-11")
  void oneForbiddenChannelRefusesTheStream() {
    cluster
        .streams(
            cluster.gatewayOne(),
            "/v1/sse?channels=open:a,secret",
            Map.of("authorization", basic("reader")))
        .isRefused(FaultCode.FORBIDDEN);
  }

  @Test
  @Spec("SSE-12")
  void anEventSourceIsAskedToComeBackWhereThatMayHelp() {
    Cluster full = new Cluster(noConnections());
    Stream stream =
        full.streams(
            full.gatewayOne(),
            "/v1/sse?channels=a",
            Map.of("authorization", basic("k"), "accept", "text/event-stream"));

    assertThat(stream.begun().status()).isEqualTo(200);
    stream.hears("bye", "{'p':'bye','err':{'code':52901,'$more':'$_'},'$more':'$_'}").isOver();
    assertThat(stream.retryMillis().orElseThrow()).isPositive();
  }

  @Test
  @Spec("SSE-12")
  void everybodyElseGetsTheStatus() {
    Cluster full = new Cluster(noConnections());

    full.streams("/v1/sse?channels=a").isRefused(FaultCode.LIMIT_REACHED);
  }

  @Test
  @Spec("SSE-13")
  void aTicketWithItsCursorOpensAgainAndAgain() {
    String target = "/v1/sse?channels=a&ticket=" + cluster.ticket("a");
    Stream stream = listen(target);
    cluster.publishes("a", "1");
    for (int i = 0; i < 3; i++) {
      stream.client().isCutOff();
      cluster.passes(Duration.ofMinutes(1));
      stream = comesBack(target, stream.lastEventId());
      stream.isOpen();
    }
    cluster.publishes("a", "2");

    stream.hearsMessage("a", "2").hearsNothingMore();
  }

  @Test
  @Spec("SSE-13")
  void whenItDoesNotHoldAnyMoreTheBrowserIsToldToStop() {
    String token = cluster.token("alice", Duration.ofMinutes(5));
    String target = "/v1/sse?channels=a&ticket=" + cluster.ticketFor(token, "a");
    Stream stream = listen(target);
    cluster.passes(Duration.ofMinutes(5));

    stream.hears("auth", "{'p':'auth','inMs':30000}");
    stream.hears("bye", "{'p':'bye','err':{'code':40101,'$more':'$_'}}").isOver();
    Stream again = comesBack(target, stream.lastEventId());
    assertThat(again.begun().status()).isEqualTo(204);
    assertThat(again.client().received()).isEmpty();
    again.isOver();
  }

  @Test
  @Spec({"SSE-13", "NAT-20"})
  void whoseTokenNeverLivesLongerIsWarnedAtOnce() {
    Stream stream =
        listen(
            "/v1/sse?channels=a",
            Map.of("authorization", cluster.token("alice", Duration.ofSeconds(20))));
    cluster.passes(Duration.ZERO);

    stream.hears("auth", "{'p':'auth','inMs':20000}").hearsNothingMore();
  }

  @Test
  @Spec("SSE-2")
  void aTokenThatAllowsNothingStillOpensPublicChannels() {
    String token = cluster.token("alice", Duration.ofHours(1), "\"cap\":{}");

    listen("/v1/sse?channels=public:a", Map.of("authorization", token)).isOpen();
    listen("/v1/sse?channels=a", Map.of("authorization", token)).isRefused(FaultCode.FORBIDDEN);
  }

  @Test
  @Spec("SSE-14")
  void aServerThatGoesSaysWhenToComeBack() {
    Stream stream = cluster.streams("/v1/sse?channels=a");

    cluster.gatewayOne().core().sessions().shed(10, Duration.ofSeconds(5));
    cluster.gatewayOne().settle();

    stream.hears(
        "bye",
        "{'p':'bye','err':{'code':50301,'$more':'$_'},'reconnectInMs':'$_','jitterMs':'$_'}");
    assertThat(stream.retryMillis().orElseThrow()).isBetween(1L, 10_000L);
    stream.isOver();
  }

  @Test
  @Spec({"SSE-6", "SSE-14"})
  void whoReadsTooSlowlyIsSentAwayAndComesBackToEverything() {
    Cluster narrow = new Cluster(withOutbox(65_536));
    Stream stream = narrow.streams("/v1/sse?channels=a");
    String cursor = stream.lastEventId();
    stream.client().stopsReading();
    String text10k = "\"" + "x".repeat(10_000) + "\"";
    for (int i = 0; i < 20; i++) {
      narrow.publishes("a", text10k);
    }

    stream.isOver();
    Stream again = narrow.streams("/v1/sse?channels=a&cursor=" + cursor);
    for (int i = 0; i < 20; i++) {
      again.hearsMessage("a", text10k);
    }
    again.hearsNothingMore();
  }

  @ParameterizedTest
  @Spec("SSE-15")
  @ValueSource(strings = {"x", "AQ", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%C3%A4"})
  void aCursorThatNobodyMadeIsRefused(String cursor) {
    assertThat(Answers.of(cluster, "/v1/sse?channels=a&cursor=" + cursor, "k").status())
        .isEqualTo(400);
  }

  @Test
  @Spec("SSE-15")
  void aChangedCursorIsRefused() {
    String cursor = cluster.streams("/v1/sse?channels=a").lastEventId();
    for (int i = 0; i < cursor.length(); i += 5) {
      char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
      String changed = cursor.substring(0, i) + other + cursor.substring(i + 1);
      assertThat(Answers.of(cluster, "/v1/sse?channels=a&cursor=" + changed, "k").status())
          .as(changed)
          .isEqualTo(400);
    }
  }

  @Test
  @Spec("SSE-16")
  void aChannelThatIsTakenAwayIsSaidAndTheOthersGoOn() {
    String token =
        cluster.token(
            "alice", Duration.ofHours(1), "\"cap\":{\"a\":[\"subscribe\"],\"b\":[\"*\"]}");
    Stream stream = listen("/v1/sse?channels=a,public:b", Map.of("authorization", token));

    cluster.world.directory().put(Cluster.closed(2));
    cluster.gatewayOne().settle();

    stream.hears("unsub", "{'p':'unsub','channel':'public:b','err':{'code':40300,'$more':'$_'}}");
    cluster.publishes("a", "1");
    stream.hearsMessage("a", "1").hearsNothingMore();
  }

  private static Limits noConnections() {
    return limits(0, Limits.DEFAULT.outboxBytes());
  }

  private static Limits withOutbox(int bytes) {
    return limits(Limits.DEFAULT.connections(), bytes);
  }

  private static Limits limits(int connections, int outboxBytes) {
    Limits usual = Limits.DEFAULT;
    return new Limits(
        connections,
        usual.channelsPerConnection(),
        usual.messageBytes(),
        usual.batchMessages(),
        usual.batchBytes(),
        usual.publishesPerSecond(),
        usual.appPublishesPerSecond(),
        usual.presenceMembers(),
        usual.presenceDataBytes(),
        outboxBytes);
  }

  private void enter(String channel, String client) {
    var socket = cluster.gatewayOne().connect(Cluster.head("GET", "/v1/connect", Map.of(), true));
    socket.sends(
        "{\"i\":1,\"op\":\"hello\",\"v\":1,\"token\":\""
            + cluster.token(client, Duration.ofHours(1)).substring(7)
            + "\"}\n{\"i\":2,\"op\":\"pres\",\"channel\":\""
            + channel
            + "\",\"action\":\"enter\"}");
  }

  private Stream resumed(String cursor) {
    return cluster.streams("/v1/sse?channels=a,b&cursor=" + cursor);
  }

  private Stream listen(String target) {
    return listen(target, Map.of());
  }

  private Stream listen(String target, Map<String, String> headers) {
    return cluster.streams(cluster.gatewayOne(), target, headers);
  }

  private Stream comesBack(String target, String lastEventId) {
    return cluster.streams(
        cluster.gatewayTwo(),
        target,
        Map.of("last-event-id", lastEventId, "accept", "text/event-stream"));
  }
}
