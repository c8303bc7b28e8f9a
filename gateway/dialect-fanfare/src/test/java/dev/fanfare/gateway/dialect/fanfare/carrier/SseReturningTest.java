package dev.fanfare.gateway.dialect.fanfare.carrier;

import static dev.fanfare.gateway.dialect.fanfare.carrier.Cluster.basic;
import static dev.fanfare.testkit.UsualLimits.usual;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.Spec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a client that comes back to a stream of events goes on. */
class SseReturningTest {
  private final Cluster cluster = new Cluster();

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
  @Spec({"SSE-6", "SSE-14"})
  void whoReadsTooSlowlyIsSentAwayAndComesBackToEverything() {
    Cluster narrow = new Cluster(usual().outboxBytes(65_536).limits());
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

  private Stream resumed(String cursor) {
    return cluster.streams("/v1/sse?channels=a,b&cursor=" + cursor);
  }

  private Stream listen(String target) {
    return cluster.streams(cluster.gatewayOne(), target, Map.of());
  }

  private Stream comesBack(String target, String lastEventId) {
    return cluster.streams(
        cluster.gatewayTwo(),
        target,
        Map.of("last-event-id", lastEventId, "accept", "text/event-stream"));
  }
}
