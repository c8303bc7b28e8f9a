package dev.fanfare.gateway.dialect.pusher;

import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.Spec;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {
  private final World world = new World();

  @Test
  @Spec("PUS-25")
  void aSignatureMakesAUser() {
    world
        .connect()
        .signsIn("{\"id\":\"ann\", \"user_info\":{}}")
        .receives(
            "{\"event\":\"pusher:signin_success\",\"data\":{\"user_data\":"
                + Pusher.quoted("{\"id\":\"ann\", \"user_info\":{}}")
                + "}}")
        .receivesNothingMore()
        .isOpen();
  }

  @Test
  @Spec("PUS-25")
  void aWrongSignatureEndsTheConnection() {
    world
        .connect()
        .signsInWith("{\"id\":\"ann\"}", World.KEY + ":00ff")
        .receivesPart("pusher:error", "\"code\":4009")
        .isClosedWith(4009);
  }

  @Test
  @Spec("PUS-25")
  void aUserIsTheSameForEver() {
    Pusher ann = world.connect().signsIn("{\"id\":\"ann\"}").forgets();

    ann.signsIn("{\"id\":\"ben\"}").receivesPart("\"code\":4009", "another user").isOpen();
    ann.signsIn("{\"id\":\"ann\"}").receivesPart("signin_success");
  }

  @ParameterizedTest
  @Spec("PUS-25")
  @ValueSource(
      strings = {"{}", "?", "{\"id\":7}", "{\"id\":\"\"}", "{\"id\":\"a\",\"watchlist\":3}"})
  void aUserHasAnIdThatIsText(String userData) {
    world.connect().signsIn(userData).receivesPart("pusher:error", "\"code\":4009").isOpen();
  }

  @Test
  @Spec("PUS-26")
  void aServerReachesEveryConnectionOfAUser() {
    Pusher one = world.connect().signsIn("{\"id\":\"ann\"}").forgets();
    Pusher two = world.connectElsewhere().signsIn("{\"id\":\"ann\"}").forgets();
    Pusher ben = world.connect().signsIn("{\"id\":\"ben\"}").forgets();
    for (Pusher client : new Pusher[] {one, two}) {
      client.subscribes("#server-to-user-ann").succeeds("#server-to-user-ann");
    }
    ben.subscribes("#server-to-user-ben").succeeds("#server-to-user-ben");

    world.backend().trigger("#server-to-user-ann", "hi", "{}").is(200).says("{}");

    for (Pusher client : new Pusher[] {one, two}) {
      client.receives("{\"event\":\"hi\",\"channel\":\"#server-to-user-ann\",\"data\":\"{}\"}");
    }
    ben.receivesNothingMore();
  }

  @Test
  @Spec("PUS-26")
  void nobodyHearsWhatIsForAnother() {
    world
        .connect()
        .subscribes("#server-to-user-ann")
        .receivesPart("subscription_error")
        .signsIn("{\"id\":\"ben\"}")
        .forgets()
        .subscribes("#server-to-user-ann")
        .receivesPart("subscription_error")
        .subscribes("#user:ann")
        .receivesPart("subscription_error")
        .subscribes("#online:ann")
        .receivesPart("subscription_error");
    world.backend().get("channels").says("{\"channels\":{}}");
  }

  @Test
  @Spec("PUS-27")
  void whoeverWatchesHearsWhoComesAndGoes() {
    Pusher cid = world.connectElsewhere().signsIn("{\"id\":\"cid\"}").forgets();
    Pusher ann =
        world.connect().signsIn("{\"id\":\"ann\",\"watchlist\":[\"ben\",\"cid\",\"ben\"]}");
    ann.receivesPart("signin_success");
    ann.receives(
        watchlist(
            "{\"name\":\"online\",\"user_ids\":[\"cid\"]},{\"name\":\"offline\",\"user_ids\":[\"ben\"]}"));

    Pusher ben = world.connectElsewhere().signsIn("{\"id\":\"ben\"}").forgets();
    ann.receives(watchlist("{\"name\":\"online\",\"user_ids\":[\"ben\"]}"));
    Pusher bensOther = world.connect().signsIn("{\"id\":\"ben\"}").forgets();
    ben.client().leaves();
    ann.receivesNothingMore();

    bensOther.client().leaves();
    ann.receives(watchlist("{\"name\":\"offline\",\"user_ids\":[\"ben\"]}"));
    cid.receivesNothingMore();
  }

  @Test
  @Spec("PUS-27")
  void aHundredUsersAreWatchedAndNoMore() {
    String ids =
        IntStream.range(0, 101).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));

    Pusher ann = world.connect().signsIn("{\"id\":\"ann\",\"watchlist\":[" + ids + "]}");

    ann.receivesPart("signin_success").receivesPart("\"code\":4302").receivesPart("offline", "u99");
    world.connect().signsIn("{\"id\":\"u100\"}");
    ann.receivesNothingMore();
    world.connect().signsIn("{\"id\":\"u99\"}");
    ann.receivesPart("online", "u99");
  }

  @Test
  @Spec("PUS-27")
  void aUserIsOnlineAsSoonAsTheStoreIsThereAgain() {
    Pusher ann = world.connect().signsIn("{\"id\":\"ann\",\"watchlist\":[\"ben\"]}").forgets();
    world.second().cutOff();
    for (int i = 0; i < 12; i++) {
      world.advance(Duration.ofSeconds(1));
    }
    world.connectElsewhere().signsIn("{\"id\":\"ben\"}").receivesPart("signin_success");
    ann.receivesNothingMore();

    world.second().comesBack();
    for (int i = 0; i < 12; i++) {
      world.advance(Duration.ofSeconds(1));
    }

    ann.receivesPart("online", "ben").receivesNothingMore();
  }

  @Test
  void withoutTheOptionNobodyWatches() {
    world.change(true, Limits.DEFAULT, AppOptions.DEFAULT);
    world
        .connect()
        .signsIn("{\"id\":\"ann\",\"watchlist\":[\"ben\"]}")
        .receivesPart("signin_success")
        .receivesNothingMore();
  }

  private static String watchlist(String events) {
    return "{\"event\":\"pusher_internal:watchlist_events\",\"data\":"
        + Pusher.quoted("{\"events\":[" + events + "]}")
        + "}";
  }

  @Test
  @Spec("PUS-28")
  void subscribersHearHowManyTheyAre() {
    Pusher ann = world.connect().subscribes("news").forgets();
    world.advance(Duration.ofSeconds(1));
    ann.receives(count(1));

    Pusher ben = world.connectElsewhere().subscribes("news");
    world.advance(Duration.ofSeconds(1));
    ann.receives(count(2));
    ben.succeeds("news").receives(count(2));

    ben.client().leaves();
    world.advance(Duration.ofSeconds(1));
    ann.receives(count(1)).receivesNothingMore();
  }

  @Test
  @Spec("PUS-28")
  void manySubscribersHearItEveryFiveSeconds() {
    Pusher ann = world.connect().subscribes("news");
    for (int i = 0; i < 120; i++) {
      world.connect().subscribes("news");
    }
    ann.forgets();
    world.advance(Duration.ofSeconds(1));
    ann.receivesNothingMore();
    world.connect().subscribes("news");
    world.advance(Duration.ofSeconds(2));
    ann.receivesNothingMore();

    world.advance(Duration.ofSeconds(3));

    ann.receives(count(122)).receivesNothingMore();
  }

  private static String count(int subscribers) {
    return "{\"event\":\"pusher_internal:subscription_count\",\"channel\":\"news\",\"data\":"
        + Pusher.quoted("{\"subscription_count\":" + subscribers + "}")
        + "}";
  }
}
