package dev.fanfare.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.AppOptions.Kind;
import dev.fanfare.protocol.AppOptions.Webhook;
import dev.fanfare.testkit.contract.StoredChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What receivers get. */
class WebhookTest {
  private final Rig rig = new Rig();
  private final Receiver receiver = new Receiver();

  @AfterEach
  void end() {
    receiver.close();
    rig.close();
  }

  @Test
  void everyKindOfFactIsToldWithPushersFields() {
    rig.webhooks(Rig.all(receiver.url()));
    StoredChannel room = rig.channel("presence-room");
    room.occupy(1, 1);
    room.enter("ann", "c1", "data");
    rig.missLast("presence-room");
    rig.clientEvent("presence-room", "client-typed", "{\"a\":\"b\"}", "123.456", "ann");
    room.leave("ann", "c1");
    room.occupy(1, 0);
    rig.pass(Duration.ofSeconds(3));
    rig.work();

    assertThat(receiver.values("name"))
        .containsExactly(
            "channel_occupied",
            "subscription_count",
            "member_added",
            "cache_miss",
            "client_event",
            "member_removed",
            "subscription_count",
            "channel_vacated");
    assertThat(receiver.requests).hasSize(8);
    assertThat(receiver.requests.get(0).body())
        .matches(
            "\\{\"time_ms\":[0-9]{13},\"events\":\\[\\{\"name\":\"channel_occupied\","
                + "\"channel\":\"presence-room\",\"event_id\":\"[0-9a-f]{32}\"}]}");
    assertThat(receiver.requests.get(1).body()).contains("\"subscription_count\":1");
    assertThat(receiver.requests.get(2).body()).contains("\"user_id\":\"ann\"");
    assertThat(receiver.requests.get(4).body())
        .contains(
            "\"event\":\"client-typed\",\"data\":\"{\\\"a\\\":\\\"b\\\"}\","
                + "\"socket_id\":\"123.456\",\"user_id\":\"ann\"");
  }

  @Test
  void theBodyIsSignedAsPusherDoes() throws Exception {
    rig.webhooks(Rig.all(receiver.url()));
    rig.channel("room").enter("ann", "c1", "data");
    rig.work();
    Receiver.Request request = receiver.requests.get(0);

    assertThat(request.header("Content-type")).isEqualTo("application/json");
    assertThat(request.header("X-pusher-key")).isEqualTo("key");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    assertThat(request.header("X-pusher-signature"))
        .isEqualTo(HexFormat.of().formatHex(mac.doFinal(request.bytes())));
  }

  @Test
  void aWebhookHearsOnlyOfItsKindsAndChannels() {
    Webhook webhook =
        new Webhook(
            receiver.url(),
            EnumSet.of(Kind.MEMBER_ADDED),
            Optional.of("presence-"),
            Optional.of("-eu"),
            false);
    rig.webhooks(webhook);
    rig.channel("presence-a-eu").enter("yes", "c1", "data");
    rig.channel("presence-a-eu").occupy(1, 1);
    rig.channel("presence-a-us").enter("no", "c1", "data");
    rig.channel("other-eu").enter("no", "c1", "data");
    rig.work();

    assertThat(receiver.values("user_id")).containsExactly("yes");
    assertThat(rig.facts.stock().waiting()).isZero();
  }

  @Test
  void eachWebhookOfAnAppIsTold() {
    rig.webhooks(Rig.all(receiver.url("/one")), Rig.all(receiver.url("/two")));
    rig.channel("room").enter("ann", "c1", "data");
    rig.work();

    assertThat(receiver.requests).hasSize(2);
    assertThat(receiver.eventIds()).hasSize(2).containsOnly(receiver.eventIds().get(0));
  }

  @Test
  void aBatchCarriesSeveralEventsInTheirOrder() {
    rig.webhooks(Rig.batch(receiver.url()));
    for (int i = 0; i < 150; i++) {
      rig.channel("room").enter("client-" + i, "c1", "data");
    }
    rig.work();

    assertThat(receiver.requests).hasSize(2);
    assertThat(receiver.values("user_id")).hasSize(150);
    for (int i = 0; i < 150; i++) {
      assertThat(receiver.values("user_id").get(i)).isEqualTo("client-" + i);
    }
  }

  @Test
  void ofOurOwnChannelsNobodyHears() {
    rig.webhooks(Rig.all(receiver.url()));
    rig.channel("#user:ann").occupy(1, 1);
    rig.work();

    assertThat(receiver.requests).isEmpty();
    assertThat(rig.facts.stock().waiting()).isZero();
  }
}
