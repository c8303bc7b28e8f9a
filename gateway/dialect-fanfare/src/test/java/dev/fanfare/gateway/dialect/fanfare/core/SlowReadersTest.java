package dev.fanfare.gateway.dialect.fanfare.core;

import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.at;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.inShortSubscribed;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.withKey;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.app;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.gateway;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.limits;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.world;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.ChannelRule.SlowPolicy;
import dev.fanfare.testkit.Spec;
import dev.fanfare.testkit.TestGateway;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that read more slowly than their messages come. */
class SlowReadersTest {
  private static final String LARGE = "x".repeat(10_000);

  private final TestGateway.World world =
      world(app("a", 1, limits(1_000, 50_000), pulling("pull:*")));
  private final TestGateway one = gateway(world);
  private final TestGateway two = gateway(world);
  private final NativeClient publisher = withKey(two, "a");

  @AfterEach
  void noFrameIsLeft() {
    assertThat(one.framesAlive() + two.framesAlive()).isZero();
  }

  @Test
  void whoeverIsTooSlowIsClosedAndResumesWithoutLoss() {
    NativeClient slow = withKey(one, "a");
    slow.joins("room");
    JsonNode known = publisher.ok("{'op':'pub','channel':'room','data':'known'}");
    slow.connection().stopsReading();
    publish("room", 10);

    assertThat(slow.closedWith()).isEqualTo(4503);
    assertThat(slow.pushes()).contains("bye 50302");
    NativeClient again = withKey(two, "a");
    assertThat(inShortSubscribed(again.joins("room", at(known)))).isEqualTo("full 1");
    assertThat(offsets(again)).containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  }

  @Test
  void whoeverIsClosedAsTooSlowStaysPresentForTheGraceTime() {
    NativeClient slow = withKey(one, "a");
    slow.joins("room");
    slow.ok("{'op':'pres','action':'enter','channel':'room','client':'slow'}");
    slow.connection().stopsReading();
    publish("room", 10);
    assertThat(slow.closedWith()).isEqualTo(4503);
    assertThat(present()).isEqualTo(1);
    one.advance(Duration.ofSeconds(11));

    assertThat(present()).isZero();
  }

  @Test
  void aSlowReaderCostsItsNeighboursNothing() {
    NativeClient slow = withKey(one, "a");
    NativeClient quick = withKey(one, "a");
    NativeClient sameLoop = withKey(one, "a");
    List.of(slow, quick, sameLoop).forEach(client -> client.joins("room"));
    slow.connection().stopsReading();
    publish("room", 10);

    assertThat(offsets(quick)).hasSize(10);
    assertThat(offsets(sameLoop)).hasSize(10);
    assertThat(quick.closedWith()).isZero();
  }

  @Test
  void aHundredThatDoNotReadTakeNothingFromAHundredThatDoAndComeBackWhole() {
    List<NativeClient> readers = joined(100);
    List<NativeClient> sleepers = joined(100);
    JsonNode known = publisher.ok("{'op':'pub','channel':'room','data':'known'}");
    sleepers.forEach(client -> client.connection().stopsReading());
    publish("room", 10);

    List<Integer> all = IntStream.rangeClosed(1, 11).boxed().toList();
    assertThat(readers).allSatisfy(reader -> assertThat(offsets(reader)).isEqualTo(all));
    assertThat(sleepers).allSatisfy(slow -> assertThat(slow.closedWith()).isEqualTo(4503));
    assertThat(one.framesAlive()).isZero();
    for (int i = 0; i < sleepers.size(); i++) {
      NativeClient again = withKey(two, "a");
      assertThat(inShortSubscribed(again.joins("room", at(known)))).isEqualTo("full 1");
      assertThat(offsets(again)).isEqualTo(all.subList(1, 11));
    }
  }

  private List<NativeClient> joined(int clients) {
    return Stream.generate(() -> withKey(one, "a"))
        .limit(clients)
        .peek(client -> client.joins("room"))
        .toList();
  }

  @Test
  void aSubscriptionMayAskToPullWhereTheRuleSaysClose() {
    NativeClient slow = withKey(one, "a");
    slow.joins("room", "'slow':'pull'");
    slow.connection().stopsReading();
    publish("room", 20);
    assertThat(slow.closedWith()).isZero();
    assertThat(slow.connection().outlet().waitingBytes()).isLessThanOrEqualTo(50_000);
    slow.connection().reads();
    List<JsonNode> pushes = slow.pushNodes();
    publisher.publishes("room", "live again");

    assertThat(pushes)
        .filteredOn(push -> push.get("p").asText().equals("msg"))
        .extracting(push -> push.get("o").asInt())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
    assertThat(pushes).anyMatch(push -> push.get("p").asText().equals("lag"));
    assertThat(slow.pushes()).containsExactly("msg 21 \"live again\"");
  }

  @Test
  void whoeverWantsTheLatestOnlyGetsTheNewestOfEachKeyAndIsToldWhatItMissed() {
    NativeClient slow = withKey(one, "a");
    slow.joins("room", "'slow':'latest'");
    slow.connection().stopsReading();
    for (int i = 1; i <= 60; i++) {
      String key = i % 2 == 0 ? "even" : "odd";
      publisher.ok("{'op':'pub','channel':'room','key':'" + key + "','data':'" + i + LARGE + "'}");
    }
    assertThat(slow.closedWith()).isZero();
    assertThat(slow.connection().outlet().waitingBytes()).isLessThanOrEqualTo(50_000);
    slow.connection().reads();
    List<JsonNode> pushes = slow.pushNodes();
    publisher.publishes("room", "live again");

    long known = 0;
    long messages = 0;
    for (JsonNode push : pushes) {
      long offset = push.get("o").asLong();
      switch (push.get("p").asText()) {
        case "epoch", "lag" -> assertThat(offset).isEqualTo(known);
        case "msg" -> {
          assertThat(offset).isEqualTo(known + 1);
          known = offset;
          messages++;
        }
        case "skip" -> {
          assertThat(push.get("why").asText()).isEqualTo("conflated");
          assertThat(offset).isGreaterThan(known);
          known = offset;
        }
        case "live" -> assertThat(offset).isEqualTo(60);
        default -> throw new AssertionError("unexpected: " + push);
      }
    }
    assertThat(known).isEqualTo(60);
    assertThat(messages).isLessThan(20);
    assertThat(pushes)
        .filteredOn(push -> push.get("p").asText().equals("msg"))
        .extracting(push -> push.get("o").asLong())
        .contains(59L, 60L);
    assertThat(slow.pushes()).containsExactly("msg 61 \"live again\"");
  }

  @Test
  void aSubscriptionMayAskToBeClosedWhereTheRuleSaysPull() {
    NativeClient byRule = withKey(one, "a");
    NativeClient byWish = withKey(one, "a");
    byRule.joins("pull:room");
    byWish.joins("pull:room", "'slow':'close'");
    byRule.connection().stopsReading();
    byWish.connection().stopsReading();
    publish("pull:room", 10);

    assertThat(byRule.closedWith()).isZero();
    assertThat(byWish.closedWith()).isEqualTo(4503);
  }

  @Test
  void aConnectionThatPullsSeveralChannelsCatchesUpInAllOfThem() {
    NativeClient slow = withKey(one, "a");
    slow.joins("pull:red");
    slow.joins("pull:blue");
    slow.connection().stopsReading();
    for (int i = 0; i < 15; i++) {
      publish("pull:red", 1);
      publish("pull:blue", 1);
    }
    assertThat(slow.connection().outlet().waitingBytes()).isLessThanOrEqualTo(60_000);
    for (int i = 0; i < 100; i++) {
      slow.connection().reads(7_000);
    }
    slow.connection().reads();

    assertThat(offsets(slow)).hasSize(30);
    assertThat(slow.closedWith()).isZero();
  }

  @Test
  @Spec("NAT-47")
  void whoAsksAndAsksAndReadsNoAnswerIsClosed() {
    publish("room", 4);
    NativeClient asker = withKey(one, "a");
    asker.connection().stopsReading();
    for (int i = 0; i < 10; i++) {
      asker.sends("{'op':'hist','channel':'room'}");
    }

    assertThat(asker.closedWith()).isEqualTo(4503);
    assertThat(asker.connection().outlet().waitingBytes()).isBetween(100_000L, 150_000L);
  }

  @Test
  @Spec("NAT-47")
  void whoReadsTheAnswersMayAskOnAndNoneIsTooLong() {
    publish("room", 20);
    NativeClient asker = withKey(one, "a");
    for (int i = 0; i < 5; i++) {
      asker.connection().stopsReading();
      asker.sends("{'op':'hist','channel':'room'}");
      assertThat(asker.connection().outlet().waitingBytes()).isGreaterThan(200_000);
      asker.connection().reads();
    }

    assertThat(asker.closedWith()).isZero();
  }

  @Test
  void aResumeOverASlowLineIsNeverTooMuchForItself() {
    JsonNode first = publisher.ok("{'op':'pub','channel':'room','data':'first'}");
    publish("room", 50);
    NativeClient back = withKey(one, "a");
    back.connection().stopsReading();
    back.sends("{'op':'sub','channel':'room'," + at(first) + "}");
    for (int i = 0; i < 200; i++) {
      back.connection().reads(4_000);
      if (i % 20 == 0) {
        publish("room", 1);
      }
    }
    back.connection().reads();

    assertThat(back.closedWith()).isZero();
    assertThat(offsets(back)).hasSize(60);
  }

  private void publish(String channel, int messages) {
    for (int i = 0; i < messages; i++) {
      publisher.publishes(channel, LARGE);
    }
  }

  private int present() {
    return publisher.ok("{'op':'pres','action':'count','channel':'room'}").get("n").asInt();
  }

  private static List<Integer> offsets(NativeClient client) {
    return client.pushNodes().stream()
        .filter(push -> push.get("p").asText().equals("msg"))
        .map(push -> push.get("o").asInt())
        .toList();
  }

  private static ChannelRule pulling(String pattern) {
    ChannelRule rule = ChannelRule.DEFAULT;
    return new ChannelRule(
        ChannelPattern.of(pattern),
        rule.history(),
        rule.presence(),
        rule.publishers(),
        rule.publicSubscribe(),
        rule.keepLast(),
        SlowPolicy.PULL);
  }
}
