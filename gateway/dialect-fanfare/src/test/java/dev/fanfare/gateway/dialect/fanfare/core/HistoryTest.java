package dev.fanfare.gateway.dialect.fanfare.core;

import static dev.fanfare.gateway.dialect.fanfare.core.NativeClient.withKey;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.app;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.gateway;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.keeping;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.request;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.world;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fanfare.testkit.TestGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The past of a channel in pages, apart from the live order. */
class HistoryTest {
  private final TestGateway.World world = world(app("a", keeping("short", 5)));
  private final TestGateway gateway = gateway(world);
  private final NativeClient alice = withKey(gateway, "a");

  @AfterEach
  void noFrameIsLeft() {
    assertThat(gateway.framesAlive()).isZero();
  }

  @Test
  void pagesGoBackwardsFromTheNewestUntilThereIsNoMore() {
    publish("room", 7);

    assertThat(pages("'limit':3")).containsExactly("7 6 5", "4 3 2", "1");
  }

  @Test
  void pagesGoForwardsFromTheOldest() {
    publish("room", 7);

    assertThat(pages("'limit':4,'direction':'forwards'")).containsExactly("1 2 3 4", "5 6 7");
  }

  @Test
  void whatIsPublishedWhileSomebodyTurnsThePagesDisturbsNone() {
    publish("room", 4);
    JsonNode first = alice.ok("{'op':'hist','channel':'room','limit':2}");
    publish("room", 3);
    JsonNode second =
        alice.ok(
            "{'op':'hist','channel':'room','limit':2,'cursor':'%s'}"
                .formatted(first.get("next").asText()));

    assertThat(offsets(first)).isEqualTo("4 3");
    assertThat(offsets(second)).isEqualTo("2 1");
  }

  @Test
  void presenceAndEphemeralMessagesAreNoHistory() {
    publish("room", 1);
    alice.ok("{'op':'pres','action':'enter','channel':'room','client':'x'}");
    alice.ok("{'op':'pub','channel':'room','data':1,'ephemeral':true}");
    publish("room", 1);

    assertThat(pages("'limit':10")).containsExactly("3 1");
  }

  @Test
  void aRuleSaysHowMuchIsKept() {
    publish("short", 9);

    assertThat(offsets(alice.ok("{'op':'hist','channel':'short'}"))).isEqualTo("9 8 7 6 5");
    gateway.advance(Duration.ofMinutes(3));
    assertThat(offsets(alice.ok("{'op':'hist','channel':'short'}"))).isEmpty();
  }

  @Test
  void aBackendReadsTheSameHistory() {
    publish("room", 2);

    assertThat(request(gateway, "a", "GET", "/v1/channels/room/messages", ""))
        .startsWith("200")
        .contains("\"o\":2", "\"o\":1");
  }

  @Test
  void readingThePastLeavesTheLiveOrderAlone() {
    alice.joins("room");
    publish("room", 2);
    alice.ok("{'op':'hist','channel':'room'}");
    publish("room", 1);

    assertThat(alice.pushes())
        .containsExactly("epoch 0", "msg 1 \"m\"", "msg 2 \"m\"", "msg 3 \"m\"");
  }

  private void publish(String channel, int messages) {
    for (int i = 0; i < messages; i++) {
      alice.publishes(channel, "m");
    }
  }

  private List<String> pages(String how) {
    List<String> pages = new ArrayList<>();
    JsonNode page = alice.ok("{'op':'hist','channel':'room'," + how + "}");
    pages.add(offsets(page));
    while (page.has("next")) {
      page =
          alice.ok(
              "{'op':'hist','channel':'room',%s,'cursor':'%s'}"
                  .formatted(how, page.get("next").asText()));
      pages.add(offsets(page));
    }
    return pages;
  }

  private static String offsets(JsonNode page) {
    return String.join(" ", page.get("messages").findValuesAsText("o"));
  }
}
