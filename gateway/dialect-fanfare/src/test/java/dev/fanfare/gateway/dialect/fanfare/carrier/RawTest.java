package dev.fanfare.gateway.dialect.fanfare.carrier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.fanfare.FanfareDialect;
import dev.fanfare.gateway.dialect.fanfare.FanfareOptions;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Payload;
import dev.fanfare.testkit.RecordingOutlet.Closed;
import dev.fanfare.testkit.Spec;
import dev.fanfare.testkit.TestClient;
import dev.fanfare.testkit.transcript.Bindings;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawTest {
  private final Cluster cluster = new Cluster();

  @Test
  @Spec("RAW-1")
  void everyFrameInIsAPublishAndEveryMessageOutIsThePayload() {
    TestClient alice = cluster.raw("/v1/raw/room");
    TestClient bob = cluster.raw("/v1/raw/room");

    alice.sends("hello");
    bob.sends("{\"a\": 1}");

    assertThat(alice.received()).containsExactly("hello", "{\"a\": 1}");
    assertThat(bob.received()).containsExactly("hello", "{\"a\": 1}");
  }

  @Test
  @Spec("RAW-1")
  void nothingIsSaidThatIsNoMessage() {
    TestClient alice = cluster.raw("/v1/raw/room");
    cluster.passes(Duration.ofMinutes(1));

    assertThat(alice.received()).isEmpty();
  }

  @Test
  @Spec("RAW-2")
  void kindsStayWhatTheyAre() {
    TestClient alice = cluster.raw("/v1/raw/room");
    alice.sends(new byte[] {0, 1, (byte) 0xFF});
    alice.sends("text");
    cluster.publishes("room", "{\"json\":1}");

    assertThat(alice.outlet().payloads().get(0)).isEqualTo(new byte[] {0, 1, (byte) 0xFF});
    assertThat(alice.outlet().binaries()).containsExactly(true, false, false);
    assertThat(alice.outlet().texts()).endsWith("text", "{\"json\":1}");
  }

  @Test
  @Spec("RAW-2")
  void textIsPublishedAsJsonWhereTheAddressSaysSo() {
    Stream listener = cluster.streams("/v1/sse?channels=room");
    TestClient alice = cluster.raw("/v1/raw/room?kind=json");

    alice.sends("{ \"x\": 1.50 }");

    listener.hearsMessage("room", "{'x':1.50}");
    alice.sends("{oops");
    assertThat(closed(alice).code()).isEqualTo(4400);
  }

  @Test
  @Spec("RAW-3")
  void withoutEchoTheOwnMessagesDoNotComeBack() {
    TestClient alice = cluster.raw("/v1/raw/room?echo=0");
    TestClient bob = cluster.raw("/v1/raw/room");

    alice.sends("1");
    bob.sends("2");

    assertThat(alice.received()).containsExactly("2");
    assertThat(bob.received()).containsExactly("1", "2");
  }

  @Test
  @Spec("RAW-3")
  void aPublisherNeedNotListen() {
    TestClient alice =
        cluster.raw(
            "/v1/raw/room?listen=0",
            Map.of(
                "authorization",
                cluster.token("alice", Duration.ofHours(1), "\"cap\":{\"room\":[\"publish\"]}")));
    TestClient bob = cluster.raw("/v1/raw/room");

    alice.sends("1");

    assertThat(alice.received()).isEmpty();
    assertThat(bob.received()).containsExactly("1");
  }

  @Test
  @Spec("RAW-3")
  void thePastComesFirst() {
    TestClient alice = cluster.raw("/v1/raw/room");
    alice.sends("1");
    alice.sends("2");

    assertThat(cluster.raw("/v1/raw/room?rewind=1").received()).containsExactly("2");
    assertThat(cluster.raw("/v1/raw/room?rewind=1m").received()).containsExactly("1", "2");
  }

  @Test
  @Spec("RAW-4")
  void inAnEnvelopeMessagesArePushesThatNameTheChannel() {
    TestClient alice =
        cluster.raw(
            "/v1/raw/room?envelope=1",
            Map.of("authorization", cluster.token("alice", Duration.ofHours(1))));

    alice.sends("hi");

    assertThat(alice.received())
        .anySatisfy(
            line ->
                assertThat(
                        new Bindings()
                            .difference(
                                "{\"p\":\"msg\",\"channel\":\"room\",\"o\":1,\"t\":\"$t\",\"id\":\"$id\",\"d\":\"hi\",\"s\":1,\"from\":\"alice\",\"conn\":\"$c\"}",
                                line))
                    .isEmpty());
  }

  @Test
  @Spec("RAW-5")
  void aFaultClosesWithItsCodeAndSaysWhy() {
    TestClient alice =
        cluster.raw("/v1/raw/secret", Map.of("authorization", Cluster.basic("reader")));

    assertThat(alice.received()).isEmpty();
    assertThat(closed(alice).code()).isEqualTo(4403);
    assertThat(closed(alice).reason()).startsWith("40300 The credential does not allow");
    assertThat(closed(alice).reason().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(123);
  }

  @Test
  @Spec("RAW-5")
  void aPublishThatIsRefusedClosesToo() {
    TestClient alice =
        cluster.raw("/v1/raw/open:a?envelope=1", Map.of("authorization", Cluster.basic("reader")));

    alice.sends("x");

    assertThat(closed(alice).code()).isEqualTo(4403);
    assertThat(alice.received()).singleElement().asString().startsWith("{\"err\":{\"code\":40300,");
  }

  @Test
  @Spec("RAW-5")
  void aServerThatGoesSaysSoInAnEnvelope() {
    TestClient bare = cluster.raw("/v1/raw/room");
    TestClient wrapped = cluster.raw("/v1/raw/room?envelope=1");

    cluster.gatewayOne().core().sessions().shed(10, Duration.ofSeconds(5));
    cluster.gatewayOne().settle();

    assertThat(bare.received()).isEmpty();
    assertThat(closed(bare).code()).isEqualTo(4503);
    assertThat(wrapped.received())
        .singleElement()
        .asString()
        .startsWith("{\"p\":\"bye\",\"err\":{\"code\":50301,");
    assertThat(closed(wrapped).code()).isEqualTo(4503);
  }

  @Test
  @Spec("RAW-6")
  void aTicketOpensOne() {
    String ticket = cluster.ticket("room");
    TestClient alice = cluster.raw("/v1/raw/room?ticket=" + ticket, Map.of());
    alice.sends("1");

    assertThat(alice.received()).containsExactly("1");
    assertThat(closed(cluster.raw("/v1/raw/room?ticket=" + ticket, Map.of())).code())
        .isEqualTo(4401);
  }

  @Test
  @Spec("RAW-6")
  void whoNamesAKeyMayListenToPublicChannels() {
    TestClient alice = cluster.raw("/v1/raw/public:news?key=k", Map.of());
    cluster.publishes("public:news", "1");

    assertThat(alice.received()).containsExactly("1");
    alice.sends("mine");
    assertThat(closed(alice).code()).isEqualTo(4403);
  }

  @Test
  @Spec("RAW-6")
  void aCredentialInTheHeadIsLookedAtBeforeTheUpgrade() {
    assertThat(early("/v1/raw/a?key=k", Map.of())).isEqualTo(new Presented.Named(new KeyId("k")));
    assertThat(early("/v1/raw/a", Map.of("authorization", "Bearer a.b.c")))
        .isEqualTo(new Presented.Token("a.b.c"));
    assertThat(
            early(
                "/v1/raw/a",
                Map.of("sec-websocket-protocol", "fanfare.v1.raw, fanfare.token.a.b.c")))
        .isEqualTo(new Presented.Token("a.b.c"));
  }

  @Test
  @Spec("RAW-7")
  void aSubprotocolIsAnsweredWhereOneIsOffered() {
    Match.Converse named =
        match("/v1/raw/a", Map.of("sec-websocket-protocol", "fanfare.v1.raw, fanfare.token.t"));
    assertThat(named.subprotocol()).hasValue("fanfare.v1.raw");
    assertThat(match("/v1/raw/a?key=k", Map.of()).subprotocol()).isEmpty();
    assertThat(refusal("/v1/raw/a", Map.of("sec-websocket-protocol", "other"))).isEqualTo(400);
  }

  @ParameterizedTest
  @Spec("RAW-8")
  @ValueSource(
      strings = {
        "/v1/raw/a",
        "/v1/raw/a?key=k&ticket=t",
        "/v1/raw/a?key=k&echo=2",
        "/v1/raw/a?key=k&rewind=x",
        "/v1/raw/a?key=k&kind=xml",
        "/v1/raw/a?key=k&channel=b",
        "/v1/raw/%20?key=k",
        "/v1/raw/a?key="
      })
  void whatCannotBeFollowedIsRefusedBeforeTheUpgrade(String target) {
    assertThat(refusal(target, Map.of())).isBetween(400, 401);
  }

  @Test
  @Spec("RAW-8")
  void withoutAnUpgradeTheAddressAsksForOne() {
    assertThat(Answers.of(cluster, "/v1/raw/a", "k").status()).isEqualTo(426);
  }

  @Test
  @Spec("RAW-9")
  void whatComesBeforeTheCredentialIsCheckedIsKeptAndBounded() {
    RawConversation conversation =
        new RawConversation(
            new RawSocket.Options(
                new ChannelName("a"), new Start.Now(), true, true, false, Payload.Kind.TEXT),
            new Presented.Ticket("t", false));
    conversation.opened(
        new Conversation.Opening(new ConnectionId("c"), Limits.DEFAULT, Duration.ofSeconds(25)));

    assertThat(conversation.received(new byte[600_000], false)).isEmpty();
    assertThat(conversation.received(new byte[600_000], false))
        .singleElement()
        .hasFieldOrPropertyWithValue("code", FaultCode.TOO_MANY.closeCode());
    assertThat(conversation.received(new byte[1], false)).isEmpty();
  }

  private static Closed closed(TestClient client) {
    return client.outlet().closed().orElseThrow();
  }

  private static Presented early(String target, Map<String, String> headers) {
    return match(target, headers).early().orElseThrow();
  }

  private static Match.Converse match(String target, Map<String, String> headers) {
    return (Match.Converse) matched(target, headers);
  }

  private static int refusal(String target, Map<String, String> headers) {
    return ((Match.Answered) matched(target, headers)).answer().status();
  }

  private static Match matched(String target, Map<String, String> headers) {
    return new FanfareDialect(
            FanfareOptions.DEFAULT,
            () -> 0,
            () -> 0,
            new Cluster().world.secret().seal("cursor"),
            new Random(1))
        .match(Cluster.head("GET", target, headers, true))
        .orElseThrow();
  }
}
