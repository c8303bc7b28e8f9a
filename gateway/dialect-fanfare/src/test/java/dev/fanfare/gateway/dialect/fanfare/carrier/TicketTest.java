package dev.fanfare.gateway.dialect.fanfare.carrier;

import static dev.fanfare.gateway.dialect.fanfare.carrier.Cluster.basic;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.dialect.fanfare.rest.OpenApiCheck;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.Spec;
import dev.fanfare.testkit.TestClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketTest {
  private final Cluster cluster = new Cluster();

  @Test
  @Spec("TIC-1")
  void aTicketSaysUntilWhenItOpensAndUntilWhenThatLasts() {
    long now = cluster.world.clock().wallMicros() / 1_000;

    String answer = cluster.posts("/v1/tickets", "{\"channels\":[\"a\"]}");

    OpenApiCheck.accepts("POST", "/v1/tickets", 201, "application/json", answer.substring(4));
    assertThat(answer)
        .startsWith("201 ")
        .contains("\"opensUntilMs\":" + (now + 60_000))
        .contains("\"endsAtMs\":" + (now + 3_600_000));
  }

  @Test
  @Spec("TIC-1")
  void itHidesWhatItSays() {
    String token = cluster.token("alice@example.com", Duration.ofHours(1));
    String ticket = cluster.ticketFor(token, "secret-room");

    assertThat(new String(Base64.getUrlDecoder().decode(ticket), StandardCharsets.ISO_8859_1))
        .doesNotContain("alice")
        .doesNotContain("secret-room");
    assertThat(cluster.ticketFor(token, "secret-room")).isNotEqualTo(ticket);
  }

  @ParameterizedTest
  @Spec("TIC-2")
  @ValueSource(
      strings = {
        "{}",
        "{\"channels\":[]}",
        "{\"channels\":\"a\"}",
        "{\"channels\":[\"\"]}",
        "{\"channels\":[\"a\"],\"lastsSeconds\":0}",
        "{\"channels\":[\"a\"],\"lastsSeconds\":86401}",
        "{\"channels\":[\"a\"],\"client\":\"\"}",
        "{\"channels\":[\"a\"],\"cap\":{}}",
        "{"
      })
  void whatIsNotUnderstoodIsRefused(String body) {
    assertThat(cluster.posts("/v1/tickets", body)).startsWith("400 ");
  }

  @Test
  @Spec("TIC-2")
  void itIsForAtMost32Channels() {
    String names = "\"c\"" + ",\"c\"".repeat(32);

    assertThat(cluster.posts("/v1/tickets", "{\"channels\":[" + names + "]}")).contains("32");
  }

  @Test
  @Spec("TIC-3")
  void itHasItsMakersRightsInItsChannelsAndNoOthers() {
    String token =
        cluster.token(
            "alice", Duration.ofHours(1), "\"cap\":{\"a\":[\"*\"],\"b\":[\"subscribe\"]}");
    String ticket = cluster.ticketFor(token, "b");
    Stream stream = opens("/v1/sse?channels=b&ticket=" + ticket);
    stream.isOpen();

    opens("/v1/sse?channels=a&ticket=" + cluster.ticketFor(token, "b"))
        .isRefused(FaultCode.FORBIDDEN);
    TestClient raw = cluster.raw("/v1/raw/b?ticket=" + cluster.ticketFor(token, "b"), Map.of());
    raw.sends("x");
    assertThat(raw.outlet().closed().orElseThrow().code()).isEqualTo(4403);
  }

  @Test
  @Spec("TIC-3")
  void whoMayNotHearAChannelGetsNoTicketForIt() {
    assertThat(
            cluster.posts("/v1/tickets", "{\"channels\":[\"open:a\",\"secret\"]}", basic("reader")))
        .startsWith("403 ")
        .contains("secret");
    assertThat(cluster.posts("/v1/tickets", "{\"channels\":[\"public:a\"]}", basic("reader")))
        .startsWith("201 ");
  }

  @Test
  @Spec("TIC-3")
  void nobodyGetsOneWithoutACredential() {
    assertThat(cluster.posts("/v1/tickets", "{\"channels\":[\"a\"]}", "Bearer x.y.z"))
        .startsWith("401 ");
  }

  @Test
  @Spec("TIC-4")
  void itSpeaksForTheClientOfItsToken() {
    String ticket = cluster.ticketFor(cluster.token("alice", Duration.ofHours(1)), "a");
    TestClient raw = cluster.raw("/v1/raw/a?envelope=1&ticket=" + ticket, Map.of());

    raw.sends("x");

    assertThat(raw.received()).anyMatch(line -> line.contains("\"from\":\"alice\""));
  }

  @Test
  @Spec("TIC-4")
  void aKeyNamesTheClientAndATokenCannotNameAnother() {
    String body = "{\"channels\":[\"a\"],\"client\":\"bob\"}";
    String ticket = Cluster.field(cluster.posts("/v1/tickets", body), "ticket");
    TestClient raw = cluster.raw("/v1/raw/a?envelope=1&ticket=" + ticket, Map.of());
    raw.sends("x");

    assertThat(raw.received()).anyMatch(line -> line.contains("\"from\":\"bob\""));
    assertThat(cluster.posts("/v1/tickets", body, cluster.token("alice", Duration.ofHours(1))))
        .startsWith("403 ")
        .contains("40302");
  }

  @Test
  @Spec("TIC-5")
  void itOpensOnce() {
    String target = "/v1/sse?channels=a&ticket=" + cluster.ticket("a");
    opens(target).isOpen();

    opens(target).isRefused(FaultCode.UNAUTHENTICATED);
    cluster.streams(cluster.gatewayTwo(), target, Map.of()).isRefused(FaultCode.UNAUTHENTICATED);
  }

  @Test
  @Spec("TIC-5")
  void itOpensWithinAMinute() {
    String target = "/v1/sse?channels=a&ticket=" + cluster.ticket("a");
    String other = "/v1/sse?channels=a&ticket=" + cluster.ticket("a");
    cluster.passes(Duration.ofMillis(59_999));
    opens(target).isOpen();
    cluster.passes(Duration.ofMillis(1));

    opens(other).isRefused(FaultCode.TOKEN_EXPIRED);
  }

  @Test
  @Spec("TIC-6")
  void theCursorOfAnotherTicketOpensNothing() {
    String spent = cluster.ticket("a");
    opens("/v1/sse?channels=a&ticket=" + spent);
    Stream other = opens("/v1/sse?channels=a&ticket=" + cluster.ticket("a"));
    Stream withKey = cluster.streams("/v1/sse?channels=a");

    for (Stream stranger : new Stream[] {other, withKey}) {
      opens("/v1/sse?channels=a&ticket=" + spent + "&cursor=" + stranger.lastEventId())
          .isRefused(FaultCode.UNAUTHENTICATED);
    }
  }

  @Test
  @Spec("TIC-6")
  void withItsOwnCursorItOpensUntilItsTokenExpires() {
    String token = cluster.token("alice", Duration.ofMinutes(10));
    String target = "/v1/sse?channels=a&ticket=" + cluster.ticketFor(token, "a");
    String cursor = opens(target).lastEventId();
    cluster.passes(Duration.ofMinutes(9));
    opens(target + "&cursor=" + cursor).isOpen();
    cluster.passes(Duration.ofMinutes(1));

    opens(target + "&cursor=" + cursor).isRefused(FaultCode.TOKEN_EXPIRED);
  }

  @Test
  @Spec("TIC-6")
  void itLastsAsLongAsAskedAndNoLongerThanItsToken() {
    long now = cluster.world.clock().wallMicros() / 1_000;
    String body = "{\"channels\":[\"a\"],\"lastsSeconds\":600}";

    assertThat(cluster.posts("/v1/tickets", body)).contains("\"endsAtMs\":" + (now + 600_000));
    assertThat(cluster.posts("/v1/tickets", body, cluster.token("alice", Duration.ofSeconds(50))))
        .contains("\"endsAtMs\":" + (now + 50_000))
        .contains("\"opensUntilMs\":" + (now + 50_000));
  }

  @Test
  @Spec("TIC-7")
  void aRevokedKeyTakesItsTicketsAndWhatTheyOpenedWithIt() {
    String spent = cluster.ticketFor(basic("reader"), "open:a");
    String unused = cluster.ticketFor(basic("reader"), "open:a");
    Stream stream = opens("/v1/sse?channels=open:a&ticket=" + spent);
    String cursor = stream.lastEventId();

    cluster.world.directory().put(Cluster.app(2, Limits.DEFAULT, true));
    cluster.gatewayOne().settle();

    stream.hears("bye", "{'p':'bye','err':{'code':40103,'$more':'$_'}}").isOver();
    opens("/v1/sse?channels=open:a&ticket=" + unused).isRefused(FaultCode.REVOKED);
    opens("/v1/sse?channels=open:a&ticket=" + spent + "&cursor=" + cursor)
        .isRefused(FaultCode.REVOKED);
  }

  @Test
  @Spec("TIC-8")
  void aTicketIsNoCredentialForAnythingElse() {
    String ticket = cluster.ticket("a");

    assertThat(cluster.posts("/v1/channels/a/messages", "{\"data\":1}", "Bearer " + ticket))
        .startsWith("401 ");
  }

  @Test
  @Spec("TIC-8")
  void aForgedOrForeignTicketIsNone() {
    String ticket = cluster.ticket("a");
    for (int i = 0; i < ticket.length(); i += 7) {
      char other = ticket.charAt(i) == 'A' ? 'B' : 'A';
      opens("/v1/sse?channels=a&ticket=" + ticket.substring(0, i) + other + ticket.substring(i + 1))
          .isRefused(FaultCode.UNAUTHENTICATED);
    }
  }

  private Stream opens(String target) {
    return cluster.streams(cluster.gatewayOne(), target, Map.of());
  }
}
