package dev.fanfare.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.outbox.Deliveries.Claim;
import dev.fanfare.outbox.Deliveries.Endpoint;
import dev.fanfare.protocol.AppOptions.Kind;
import dev.fanfare.testkit.contract.StoredChannel;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of events that were not heard. */
class RetryTest {
  private final Rig rig = new Rig();
  private final Receiver receiver = new Receiver();

  @AfterEach
  void end() {
    receiver.close();
    rig.close();
  }

  @Test
  void aReceiverThatFailsForAnHourLosesNothingAndGetsEverythingInOrder() {
    rig.webhooks(Rig.all(receiver.url()));
    receiver.mood(Receiver.status(500));
    for (int i = 0; i < 60; i++) {
      rig.channel("room").enter("client-" + i, "c1", "data");
      rig.pass(Duration.ofMinutes(1));
      rig.work();
    }
    int refused = receiver.requests.size();
    receiver.mood(Receiver.status(200));
    receiver.requests.clear();
    rig.workFor(Duration.ofHours(2), Duration.ofMinutes(5));

    assertThat(refused).isPositive();
    assertThat(receiver.values("user_id"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 60).mapToObj(i -> "client-" + i).toList());
    assertThat(rig.deliveries.counts().waiting()).isZero();
  }

  @Test
  void theOrderOfAChannelIsKeptThroughTheFirstFailures() {
    rig.webhooks(Rig.all(receiver.url()));
    receiver.mood(Receiver.status(503));
    rig.channel("room").enter("first", "c1", "data");
    rig.channel("room").enter("second", "c1", "data");
    rig.channel("other").enter("elsewhere", "c1", "data");
    rig.work();
    assertThat(receiver.values("user_id")).containsExactlyInAnyOrder("first", "elsewhere");
    receiver.requests.clear();
    receiver.mood(Receiver.status(200));
    rig.workFor(Duration.ofSeconds(10), Duration.ofSeconds(1));

    assertThat(receiver.values("user_id"))
        .containsExactlyInAnyOrder("first", "second", "elsewhere")
        .containsSubsequence("first", "second");
  }

  @Test
  void pausesGrowAndVary() {
    for (int attempt = 1; attempt < 40; attempt++) {
      long full = Math.min(3_600_000L, 1_000L << Math.min(30, attempt - 1));
      assertThat(rig.courier.pause(attempt))
          .isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
    }
  }

  @Test
  void whatIsNotHeardForDaysBecomesADeadLetterAndCanBeReplayed() {
    rig.webhooks(Rig.all(receiver.url()));
    receiver.mood(Receiver.status(500));
    rig.channel("room").enter("ann", "c1", "data");
    rig.work();
    rig.workFor(Duration.ofDays(4), Duration.ofHours(1));
    DeadLetters letters = new DeadLetters(rig.database, rig.instants);
    List<DeadLetter> dead = letters.of(Rig.APP, 10);

    assertThat(dead).hasSize(1);
    assertThat(dead.get(0).lastError()).contains("500");
    assertThat(rig.deliveries.counts().dead()).isEqualTo(1);
    receiver.mood(Receiver.status(204));
    receiver.requests.clear();
    assertThat(letters.replay(Rig.APP)).isEqualTo(1);
    rig.work();
    assertThat(receiver.eventIds()).containsExactly(dead.get(0).eventId());
    assertThat(letters.of(Rig.APP, 10)).isEmpty();
  }

  @Test
  void aProcessKilledBetweenDeliveryAndMarkDeliversAgainUnderTheSameId() {
    rig.webhooks(Rig.all(receiver.url()));
    rig.channel("room").enter("ann", "c1", "data");
    rig.intake.step();
    Endpoint endpoint = rig.deliveries.due(rig.instants.instant(), 10).get(0);
    List<Claim> claims =
        rig.deliveries.claim(endpoint, rig.instants.instant(), rig.courier.lease(), 10);
    byte[] body =
        EventBody.request(
            claims.get(0).happenedAt().toEpochMilli(), List.of(claims.get(0).event()));
    rig.sender.post(receiver.url(), Map.of(), body);
    // killed here: nothing was marked

    rig.work();
    assertThat(receiver.requests).hasSize(1);
    rig.pass(rig.courier.lease());
    rig.work();
    assertThat(receiver.requests).hasSize(2);
    assertThat(receiver.requests.get(1).body()).isEqualTo(receiver.requests.get(0).body());
    rig.workFor(Duration.ofHours(2), Duration.ofMinutes(10));
    assertThat(receiver.requests).hasSize(2);
  }

  @Test
  void aProcessKilledBetweenTakingAndAcknowledgingTakesNothingTwice() {
    rig.webhooks(Rig.all(receiver.url()));
    rig.channel("room").enter("ann", "c1", "data");
    var fact = rig.facts.take(10).get(0);
    rig.deliveries.put(
        List.of(new Deliveries.Taken(fact, java.util.Set.of(receiver.url().toString()))),
        rig.instants.instant());
    // killed here: nothing was acknowledged

    rig.work();
    assertThat(receiver.requests).hasSize(1);
    assertThat(rig.facts.stock().waiting()).isZero();
  }

  @Test
  void aReceiverThatHangsIsATimeOutAndIsTriedAgain() {
    rig.webhooks(Rig.only(receiver.url(), Kind.MEMBER_ADDED));
    receiver.mood(receiver.hanging());
    rig.channel("room").enter("ann", "c1", "data");
    rig.work();
    assertThat(rig.tally.failed()).isEqualTo(1);
    receiver.mood(Receiver.status(200));
    rig.workFor(Duration.ofSeconds(3), Duration.ofSeconds(1));

    assertThat(rig.tally.delivered()).isEqualTo(1);
  }

  @Test
  void aReceiverThatAnswersEndlesslyCostsOneTimeOut() {
    rig.webhooks(Rig.only(receiver.url(), Kind.MEMBER_ADDED));
    receiver.mood(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] chunk = new byte[8_192];
          for (int i = 0; i < 100_000; i++) {
            exchange.getResponseBody().write(chunk);
          }
        });
    rig.channel("room").enter("ann", "c1", "data");
    rig.work();

    assertThat(rig.tally.delivered() + rig.tally.failed()).isEqualTo(1);
  }

  @Test
  void redirectsAreNotFollowed() {
    Receiver inside = new Receiver();
    receiver.mood(
        exchange -> {
          exchange.getResponseHeaders().add("Location", inside.url().toString());
          exchange.sendResponseHeaders(307, -1);
        });
    rig.webhooks(Rig.all(receiver.url()));
    rig.channel("room").enter("ann", "c1", "data");
    rig.work();
    inside.close();

    assertThat(inside.requests).isEmpty();
    assertThat(rig.tally.failed()).isEqualTo(1);
  }

  @Test
  void aWebhookThatWasTakenOutIsToldNothingMore() {
    rig.webhooks(Rig.all(receiver.url()));
    rig.channel("room").enter("ann", "c1", "data");
    rig.intake.step();
    rig.webhooks();
    rig.work();

    assertThat(receiver.requests).isEmpty();
    assertThat(rig.deliveries.deadLetters(Rig.APP, 1).get(0).lastError()).contains("no such");
  }

  @Test
  void nobodyListensAndNothingIsLost() {
    URI nobody = URI.create("http://127.0.0.1:1/hook");
    rig.webhooks(Rig.all(nobody));
    StoredChannel room = rig.channel("room");
    room.enter("ann", "c1", "data");
    rig.work();

    assertThat(rig.deliveries.counts().waiting()).isEqualTo(1);
  }

  @Test
  void endedEventsAreDeletedAfterAWeekAndWaitingOnesStay() {
    rig.webhooks(Rig.all(receiver.url()));
    rig.channel("room").enter("ann", "c1", "data");
    rig.work();
    assertThat(rig.deliveries.purge(rig.instants.instant(), 10)).isZero();
    rig.pass(Duration.ofDays(7));
    receiver.mood(Receiver.status(500));
    rig.channel("room").enter("bob", "c1", "data");
    rig.work();

    assertThat(rig.deliveries.purge(rig.instants.instant(), 10)).isEqualTo(1);
    assertThat(rig.deliveries.counts().waiting()).isEqualTo(1);
  }
}
