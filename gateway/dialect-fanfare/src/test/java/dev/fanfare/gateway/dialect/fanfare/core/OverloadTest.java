package dev.fanfare.gateway.dialect.fanfare.core;

import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.withKey;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.app;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.gateway;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.backend.memory.MemoryChannelStore;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.testkit.DelayedStore;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.Spec;
import dev.fanfare.testkit.TestGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What clients are told when the store cannot keep up, or is asked too much. */
class OverloadTest {
  private static final String LARGE =
      "{'op':'pub','channel':'room','data':'" + "x".repeat(60_000) + "'}";

  private final ManualClock clock = new ManualClock();
  private final DelayedStore store =
      new DelayedStore(new MemoryChannelStore(clock, new Random(1), 1_000));
  private final TestGateway.World world =
      new TestGateway.World(42, new MemoryBus(), clock, store, app("a"), app("b"));
  private final TestGateway gateway = gateway(world);

  @Test
  @Spec("NAT-45")
  void whoeverPublishesFasterThanTheStoreAnswersIsToldToWait() {
    NativeClient alice = withKey(gateway, "a");
    NativeClient bob = withKey(gateway, "a");
    store.holdAnswers(asked -> asked instanceof LogChange.Append);
    List<Long> sent = new ArrayList<>();
    for (int i = 0; i < 139; i++) { // 8 MiB and what the messages take beside
      sent.add(alice.sends(LARGE));
    }
    assertThat(sent).noneMatch(number -> alice.maybeReply(number).isPresent());
    JsonNode refusal = alice.refusal(LARGE);

    assertThat(refusal.get("code").asInt()).isEqualTo(50300);
    assertThat(refusal.get("retryAfterMs").asLong()).isPositive();
    long other = bob.sends(LARGE);
    store.recover();
    store.answerAll();
    gateway.settle();
    assertThat(sent).allMatch(number -> alice.reply(number).has("ok"));
    assertThat(bob.reply(other).has("ok")).isTrue();
    alice.ok(LARGE);
  }

  @Test
  @Spec("NAT-45")
  void anAppForWhichTooMuchWaitsIsToldToWaitAndAnotherIsNot() {
    store.holdAnswers(asked -> asked instanceof LogChange.Append);
    for (int connection = 0; connection < 8; connection++) { // 8 MiB each
      NativeClient alice = withKey(gateway, "a");
      for (int i = 0; i < 139; i++) {
        alice.sends(LARGE);
      }
    }
    NativeClient late = withKey(gateway, "a");
    long first = late.sends(LARGE);
    JsonNode refusal = late.maybeReply(first).isPresent() ? late.reply(first) : late.refusal(LARGE);

    assertThat(refusal.toString()).contains("50300");
    assertThat(request(gateway, "a", "POST", "/v1/channels/room/messages", large()))
        .startsWith("503 ")
        .contains("\"code\":50300");
    NativeClient other = withKey(gateway, "b");
    long unhurt = other.sends(LARGE);
    store.recover();
    store.answerAll();
    gateway.settle();
    assertThat(other.reply(unhurt).has("ok")).isTrue();
    late.ok(LARGE);
  }

  private static String large() {
    return "{\"data\":\"" + "x".repeat(60_000) + "\"}";
  }

  @Test
  @Spec("REST-20")
  void anAppReadsSoFastOverRestAndAnotherIsNotAskedToWait() {
    for (int i = 0; i < 2_000; i++) {
      assertThat(reads("a")).startsWith("200 ");
    }
    assertThat(reads("a")).startsWith("429 ").contains("\"code\":52900", "\"retryAfterMs\":");
    assertThat(request(gateway, "a", "GET", "/v1/channels", "")).startsWith("429 ");
    assertThat(request(gateway, "a", "POST", "/v1/channels/room/messages", "{\"data\":1}"))
        .startsWith("201 ");
    assertThat(reads("b")).startsWith("200 ");
    gateway.advance(Duration.ofSeconds(1));

    assertThat(reads("a")).startsWith("200 ");
  }

  private String reads(String app) {
    return request(gateway, app, "GET", "/v1/channels/room/messages", "");
  }
}
