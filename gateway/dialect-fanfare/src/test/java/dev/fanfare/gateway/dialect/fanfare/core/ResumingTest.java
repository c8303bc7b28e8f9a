package dev.fanfare.gateway.dialect.fanfare.core;

import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.at;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.inShortSubscribed;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.numbers;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.withKey;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.app;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.gateway;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.keeping;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.world;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fanfare.testkit.TestGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A subscription that begins in the past. */
class ResumingTest {
  private final TestGateway.World world = world(app("a", keeping("short:*", 5)));
  private final TestGateway one = gateway(world);
  private final TestGateway two = gateway(world);
  private final NativeClient publisher = withKey(one, "a");

  @AfterEach
  void noFrameIsLeft() {
    assertThat(one.framesAlive() + two.framesAlive()).isZero();
  }

  @Test
  void whoeverComesBackAtItsPlaceGetsEverythingSinceAndThenWhatIsLive() {
    JsonNode third = publish("room", 1, 10).get(2);
    NativeClient alice = withKey(two, "a");
    JsonNode joined = alice.joins("room", at(third));
    publish("room", 11, 12);

    assertThat(inShortSubscribed(joined)).isEqualTo("full 3");
    assertThat(alice.pushes()).isEqualTo(all(numbers(4, 10), List.of("live 10"), numbers(11, 12)));
  }

  @Test
  void whoeverComesBackAtTheTopMissedNothing() {
    JsonNode last = publish("room", 1, 3).get(2);
    NativeClient alice = withKey(two, "a");

    assertThat(inShortSubscribed(alice.joins("room", at(last)))).isEqualTo("full 3");
    assertThat(alice.pushes()).containsExactly("live 3");
  }

  @Test
  void aFollowedChannelIsResumedFromWhatTheGatewayStillHolds() {
    NativeClient follower = withKey(two, "a");
    follower.joins("room");
    JsonNode third = publish("room", 1, 10).get(2);
    NativeClient alice = withKey(two, "a");

    assertThat(inShortSubscribed(alice.joins("room", at(third)))).isEqualTo("full 3");
    assertThat(alice.pushes()).isEqualTo(all(numbers(4, 10), List.of("live 10")));
  }

  @Test
  void whatIsNotKeptAnyMoreIsNamedExactlyAsAGap() {
    JsonNode second = publish("short:room", 1, 20).get(1);
    NativeClient alice = withKey(two, "a");
    JsonNode joined = alice.joins("short:room", at(second));

    assertThat(inShortSubscribed(joined)).isEqualTo("gap 3-15 at 15");
    assertThat(alice.pushes()).isEqualTo(all(numbers(16, 20), List.of("live 20")));
  }

  @Test
  void theLastPlaceThatIsStillWholeIsFullAndTheOneBeforeItIsNot() {
    List<JsonNode> acks = publish("short:room", 1, 20);
    NativeClient alice = withKey(two, "a");
    NativeClient bob = withKey(two, "a");

    assertThat(inShortSubscribed(alice.joins("short:room", at(acks.get(14))))).isEqualTo("full 15");
    assertThat(inShortSubscribed(bob.joins("short:room", at(acks.get(13)))))
        .isEqualTo("gap 15-15 at 15");
    assertThat(alice.pushes()).isEqualTo(bob.pushes());
  }

  @Test
  void messagesOlderThanTheWindowAreAGap() {
    JsonNode first = publish("room", 1, 3).get(0);
    one.advance(Duration.ofMinutes(1));
    publish("room", 4, 5);
    one.advance(Duration.ofSeconds(70));
    NativeClient alice = withKey(two, "a");

    assertThat(inShortSubscribed(alice.joins("room", at(first)))).isEqualTo("gap 2-3 at 3");
    assertThat(alice.pushes()).isEqualTo(all(numbers(4, 5), List.of("live 5")));
  }

  @Test
  void aPlaceOfAnUnknownEpochIsReset() {
    publish("room", 1, 3);
    NativeClient alice = withKey(two, "a");
    JsonNode joined = alice.joins("room", at("abc", 2));
    publisher.publishes("room", "4");

    assertThat(inShortSubscribed(joined)).isEqualTo("reset 3");
    assertThat(joined.get("why").asText()).isEqualTo("unknown-position");
    assertThat(alice.pushes()).containsExactly("live 3", "msg 4 \"4\"");
  }

  @Test
  void aPlaceBeyondTheTopIsReset() {
    JsonNode last = publish("room", 1, 3).get(2);
    NativeClient alice = withKey(two, "a");
    JsonNode joined = alice.joins("room", at(last.get("e").asText(), 4));
    publisher.publishes("room", "4");

    assertThat(inShortSubscribed(joined)).isEqualTo("reset 3");
    assertThat(alice.pushes()).containsExactly("live 3", "msg 4 \"4\"");
  }

  @Test
  void aPlaceInAChannelThatNeverWasIsReset() {
    NativeClient alice = withKey(two, "a");

    assertThat(inShortSubscribed(alice.joins("room", at("abc", 2)))).isEqualTo("reset 0");
  }

  @Test
  void theLastSoManyMessagesAreReplayedFirst() {
    publish("room", 1, 10);
    NativeClient alice = withKey(two, "a");
    NativeClient bob = withKey(two, "a");

    assertThat(inShortSubscribed(alice.joins("room", "'last':3"))).isEqualTo("full 7");
    assertThat(inShortSubscribed(bob.joins("room", "'last':100"))).isEqualTo("full 0");
    assertThat(alice.pushes()).isEqualTo(all(numbers(8, 10), List.of("live 10")));
    assertThat(bob.pushes()).isEqualTo(all(numbers(1, 10), List.of("live 10")));
  }

  @Test
  void theMessagesOfALastTimeAreReplayedFirst() {
    publish("room", 1, 3);
    one.advance(Duration.ofSeconds(30));
    publish("room", 4, 5);
    one.advance(Duration.ofSeconds(5));
    NativeClient alice = withKey(two, "a");
    alice.joins("room", "'sinceMs':10000");

    assertThat(alice.pushes()).isEqualTo(all(numbers(4, 5), List.of("live 5")));
  }

  @Test
  void withoutMessagesThereIsNothingToReplay() {
    NativeClient alice = withKey(two, "a");
    NativeClient bob = withKey(two, "a");

    assertThat(inShortSubscribed(alice.joins("room", "'last':3"))).isEqualTo("full 0");
    assertThat(inShortSubscribed(bob.joins("other", "'sinceMs':1000"))).isEqualTo("full 0");
    assertThat(alice.pushes()).containsExactly("live 0");
    assertThat(bob.pushes()).containsExactly("live 0");
  }

  @Test
  void aReplayOfManySlicesMeetsWhatIsPublishedMeanwhile() {
    JsonNode first = publish("room", 1, 500).get(0);
    NativeClient alice = withKey(two, "a");
    alice.posts("{'op':'sub','channel':'room'," + at(first) + "}");
    int next = 501;
    boolean ran = true;
    while (ran) {
      boolean firstRan = two.loops().get(0).runOne();
      boolean secondRan = two.loops().get(1).runOne();
      ran = firstRan || secondRan;
      if (next <= 700) {
        publisher.posts("{'op':'pub','channel':'room','data':'" + next++ + "'}");
      }
    }
    one.settle();
    two.settle();
    List<String> pushes = new ArrayList<>(alice.pushes());
    assertThat(pushes.removeIf(push -> push.startsWith("live"))).isTrue();

    assertThat(pushes).isEqualTo(numbers(2, next - 1));
    assertThat(next).isGreaterThan(504);
  }

  @Test
  void manyWhoComeBackAtOnceAllGetTheirOwnRest() {
    List<JsonNode> acks = publish("room", 1, 300);
    List<NativeClient> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      NativeClient client = withKey(i % 2 == 0 ? one : two, "a");
      client.joins("room", at(acks.get(i * 6)));
      all.add(client);
    }
    publisher.publishes("room", "301");

    for (int i = 0; i < 50; i++) {
      assertThat(all.get(i).pushes())
          .isEqualTo(all(numbers(i * 6 + 2, 300), List.of("live 300"), numbers(301, 301)));
    }
  }

  private List<JsonNode> publish(String channel, int from, int to) {
    List<JsonNode> acks = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      acks.add(publisher.ok("{'op':'pub','channel':'" + channel + "','data':'" + i + "'}"));
      if (i % 100 == 0) {
        one.advance(Duration.ofSeconds(1));
      }
    }
    return acks;
  }

  @SafeVarargs
  private static List<String> all(List<String>... parts) {
    List<String> all = new ArrayList<>();
    for (List<String> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
