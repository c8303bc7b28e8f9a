package dev.fanfare.gateway.dialect.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.Spec;
import dev.fanfare.testkit.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscribingTest {
  private final World world = new World();

  @Test
  @Spec("PUS-8")
  void aPublicChannelIsOpenToEverybody() {
    Pusher client = world.connect().subscribes("news").succeeds("news");

    world.backendElsewhere().trigger("news", "created", "hello").is(200);

    client
        .receives("{\"event\":\"created\",\"channel\":\"news\",\"data\":\"hello\"}")
        .receivesNothingMore();
  }

  @Test
  @Spec("PUS-9")
  void aSignatureOpensAPrivateChannel() {
    Pusher client = world.connect();
    client.subscribesSigned("private-room").succeeds("private-room");
    client.subscribesSigned("private-encrypted-room").succeeds("private-encrypted-room");

    String second =
        Pusher.auth("second-key", World.SECOND_SECRET, client.socketId() + ":private-other");
    client.subscribesWith("private-other", second).succeeds("private-other");
  }

  @Test
  @Spec("PUS-9")
  void aWrongSignatureLeavesTheConnectionOpen() {
    Pusher client = world.connect();
    String ofAnother = Pusher.auth(World.KEY, World.SECRET, "1.2:private-room");
    for (String auth : new String[] {ofAnother, World.KEY + ":00", "nonsense", "nobody:00ff"}) {
      client
          .subscribesWith("private-room", auth)
          .receivesPart("pusher:subscription_error", "AuthError", "\"status\":401");
    }
    client.subscribes("private-room").receivesPart("pusher:subscription_error", "AuthError");
    client.subscribesSigned("private-room").succeeds("private-room").isOpen();
  }

  @ParameterizedTest
  @Spec("PUS-10")
  @ValueSource(strings = {"", "a b", "a:b", "#news", "ü", "a/b"})
  void aNameWithOtherCharactersIsRefused(String name) {
    world
        .connect()
        .subscribes(name)
        .receivesPart("pusher:subscription_error", "LimitReached")
        .isOpen();
  }

  @Test
  @Spec("PUS-10")
  void aNameHas164CharactersAtMost() {
    String longest = "a".repeat(164);
    world
        .connect()
        .subscribes(longest)
        .succeeds(longest)
        .subscribes(longest + "b")
        .receivesPart("pusher:subscription_error", "LimitReached");
  }

  @Test
  @Spec("PUS-11")
  void aSecondSubscribeDeliversNothingTwice() {
    Pusher client = world.connect().subscribes("news").succeeds("news");

    client.subscribes("news").receivesPart("pusher:error", "already");
    world.backend().trigger("news", "e", "x");

    client.receivesPart("\"event\":\"e\"").receivesNothingMore();
    world
        .backend()
        .get("channels/news", "info", "subscription_count")
        .tells("\"subscription_count\":1");
  }

  @Test
  @Spec("PUS-12")
  void unsubscribingIsSilentAndDoneInOrder() {
    Pusher client = world.connect();
    client.unsubscribes("news").receivesNothingMore();
    client.subscribes("news").unsubscribes("news").subscribes("news");
    client.succeeds("news").succeeds("news");

    world.backend().trigger("news", "e", "x");
    client.receivesPart("\"event\":\"e\"");

    client.unsubscribes("news");
    world.backend().trigger("news", "e", "x");
    client.receivesNothingMore();
  }

  @ParameterizedTest
  @Spec("PUS-13")
  @ValueSource(
      strings = {
        "{ \"a\" :  1.0 }",
        "{\"a\":\"\\u00e9\"}",
        "plain text",
        "  spaces around  ",
        "line\\nbreak",
        "12",
        "",
        "{broken",
        "✓ \uD83D\uDE00"
      })
  void whatAServerPublishesArrivesByteByByte(String data) {
    Pusher client = world.connect().subscribes("news").forgets();

    world.backend().trigger("news", "e", data).is(200);

    client.receives("{\"event\":\"e\",\"channel\":\"news\",\"data\":" + Pusher.quoted(data) + "}");
  }

  @Test
  @Spec("PUS-13")
  void eventsKeepTheirOrder() {
    Pusher here = world.connect().subscribes("news").forgets();
    Pusher there = world.connectElsewhere().subscribes("news").forgets();
    for (int i = 0; i < 20; i++) {
      world.backend().trigger("news", "e" + i, "x");
    }
    for (int i = 0; i < 20; i++) {
      here.receivesPart("\"event\":\"e" + i + "\"");
      there.receivesPart("\"event\":\"e" + i + "\"");
    }
  }

  @ParameterizedTest
  @Spec("PUS-14")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"name\":\"n\",\"data\":{\"a\":1} | {\"event\":\"n\",\"channel\":\"news\",\"data\":\"{\\\"a\\\":1}\"}",
        "\"data\":{\"a\":1}              | {\"event\":\"message\",\"channel\":\"news\",\"data\":\"{\\\"a\\\":1}\"}",
        "\"name\":\"n\",\"data\":\"text\" | {\"event\":\"n\",\"channel\":\"news\",\"data\":\"\\\"text\\\"\"}",
        "\"data\":\"text\"           | {\"event\":\"message\",\"channel\":\"news\",\"data\":\"\\\"text\\\"\"}",
        "\"name\":\"n\",\"data\":\"te xt\",\"kind\":\"text\" | {\"event\":\"n\",\"channel\":\"news\",\"data\":\"te xt\"}",
        "\"data\":\"te xt\",\"kind\":\"text\" | {\"event\":\"message\",\"channel\":\"news\",\"data\":\"te xt\"}",
        "\"name\":\"n\",\"data\":\"AQID\",\"kind\":\"binary\" | {\"event\":\"n\",\"channel\":\"news\",\"data\":\"AQID\"}",
        "\"data\":\"AQID\",\"kind\":\"binary\" | {\"event\":\"message\",\"channel\":\"news\",\"data\":\"AQID\"}"
      })
  void messagesOfTheNativeProtocolAreEvents(String publish, String frame) {
    Pusher client = world.connect().subscribes("news").forgets();
    TestClient other = world.nativeClient();

    other.sends("{\"i\":2,\"op\":\"pub\",\"channel\":\"news\"," + publish + "}");

    assertThat(other.received()).anyMatch(line -> line.contains("\"i\":2,\"ok\""));
    client.receives(frame);
  }

  @ParameterizedTest
  @Spec("PUS-14")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1} | \"d\":{\"a\":1}",
        "plain | \"d\":\"plain\"",
        "{broken | \"d\":\"{broken\""
      })
  void eventsAreMessagesOfTheNativeProtocol(String data, String field) {
    TestClient other = world.nativeClient();
    other.sends("{\"i\":2,\"op\":\"sub\",\"channel\":\"news\"}");
    other.received();

    world.backend().trigger("news", "created", data).is(200);

    assertThat(other.received())
        .anySatisfy(line -> assertThat(line).contains("\"n\":\"created\"", field));
  }
}
