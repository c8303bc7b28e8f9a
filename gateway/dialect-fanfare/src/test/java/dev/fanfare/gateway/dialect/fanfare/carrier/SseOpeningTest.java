package dev.fanfare.gateway.dialect.fanfare.carrier;

import static dev.fanfare.gateway.dialect.fanfare.carrier.Cluster.basic;
import static dev.fanfare.testkit.UsualLimits.usual;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.FaultCode;
import dev.fanfare.testkit.Spec;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may open a stream of events, and how the others are refused. */
class SseOpeningTest {
  private final Cluster cluster = new Cluster();

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
    Cluster full = new Cluster(usual().connections(0).limits());
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
    Cluster full = new Cluster(usual().connections(0).limits());

    full.streams("/v1/sse?channels=a").isRefused(FaultCode.LIMIT_REACHED);
  }

  @Test
  @Spec("SSE-2")
  void aTokenThatAllowsNothingStillOpensPublicChannels() {
    String token = cluster.token("alice", Duration.ofHours(1), "\"cap\":{}");

    listen("/v1/sse?channels=public:a", Map.of("authorization", token)).isOpen();
    listen("/v1/sse?channels=a", Map.of("authorization", token)).isRefused(FaultCode.FORBIDDEN);
  }

  private Stream listen(String target) {
    return listen(target, Map.of());
  }

  private Stream listen(String target, Map<String, String> headers) {
    return cluster.streams(cluster.gatewayOne(), target, headers);
  }
}
