package dev.fanfare.gateway.dialect.fanfare.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.Spec;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a stream of events brings while it is open. */
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

  private void enter(String channel, String client) {
    var socket = cluster.gatewayOne().connect(Cluster.head("GET", "/v1/connect", Map.of(), true));
    socket.sends(
        "{\"i\":1,\"op\":\"hello\",\"v\":1,\"token\":\""
            + cluster.token(client, Duration.ofHours(1)).substring(7)
            + "\"}\n{\"i\":2,\"op\":\"pres\",\"channel\":\""
            + channel
            + "\",\"action\":\"enter\"}");
  }

  private Stream listen(String target, Map<String, String> headers) {
    return cluster.streams(cluster.gatewayOne(), target, headers);
  }
}
