package dev.fanfare.gateway.dialect.pusher;

import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.Spec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an app switches on and off reaches connections that are open. */
class OptionsTest {
  private final World world = new World();

  @Test
  @Spec("PUS-22")
  void clientEventsEndWhenTheAppForbidsThem() {
    Pusher ann = world.connect().subscribesSigned("private-room").forgets();
    ann.triggers("private-room", "client-e", "{}").receivesNothingMore();

    world.change(true, Limits.DEFAULT, AppOptions.DEFAULT);

    ann.triggers("private-room", "client-e", "{}").receivesPart("pusher:error", "Switch them on");
    world.change(true, Limits.DEFAULT, World.EVERYTHING);
    ann.triggers("private-room", "client-e", "{}").receivesNothingMore();
  }

  @Test
  @Spec("PUS-28")
  void numbersOfSubscribersBeginAndEndWhenTheAppShowsThemAndHidesThem() {
    world.change(true, Limits.DEFAULT, AppOptions.DEFAULT);
    Pusher ann = world.connect().subscribes("news").succeeds("news");
    Pusher ben = world.connectElsewhere().subscribes("news").succeeds("news");
    world.advance(Duration.ofSeconds(1));
    ann.receivesNothingMore();

    world.change(true, Limits.DEFAULT, World.EVERYTHING);
    ann.receives(count(2)).receivesNothingMore();
    ben.receives(count(2)).receivesNothingMore();

    Pusher cat = world.connect().subscribes("news").succeeds("news");
    world.advance(Duration.ofSeconds(1));

    ann.receives(count(3)).receivesNothingMore();
    ben.receives(count(3)).receivesNothingMore();

    world.change(true, Limits.DEFAULT, AppOptions.DEFAULT);
    cat.client().leaves();
    world.advance(Duration.ofSeconds(1));
    ann.receivesNothingMore();
  }

  private static String count(int subscribers) {
    return "{\"event\":\"pusher_internal:subscription_count\",\"channel\":\"news\",\"data\":"
        + Pusher.quoted("{\"subscription_count\":" + subscribers + "}")
        + "}";
  }

  @Test
  @Spec("PUS-27")
  void aWatchlistIsHeardFromTheMomentTheAppAllowsItUntilItForbidsIt() {
    world.change(true, Limits.DEFAULT, AppOptions.DEFAULT);
    Pusher ann = world.connect().signsIn("{\"id\":\"ann\",\"watchlist\":[\"ben\"]}").forgets();

    world.change(true, Limits.DEFAULT, World.EVERYTHING);

    ann.receivesPart("watchlist_events", "offline", "ben").receivesNothingMore();
    Pusher ben = world.connectElsewhere().signsIn("{\"id\":\"ben\"}");
    ann.receivesPart("watchlist_events", "online", "ben").receivesNothingMore();

    world.change(true, Limits.DEFAULT, AppOptions.DEFAULT);
    ben.client().leaves();
    ann.receivesNothingMore();
  }

  @Test
  @Spec("PUS-7")
  void aSignInTimeOutHoldsFromTheMomentTheAppSetsItUntilItIsTakenAway() {
    Pusher ann = world.connect();
    Pusher proven = world.connect().subscribesSigned("private-room");

    world.change(true, Limits.DEFAULT, signInWithin(Duration.ofSeconds(10)));
    world.advance(Duration.ofSeconds(9));
    world.change(true, Limits.DEFAULT, World.EVERYTHING);
    world.advance(Duration.ofSeconds(5));
    ann.isOpen();

    world.change(true, Limits.DEFAULT, signInWithin(Duration.ofSeconds(10)));
    world.advance(Duration.ofSeconds(11));
    ann.isClosedWith(4009);
    proven.isOpen();
  }

  private static AppOptions signInWithin(Duration time) {
    AppOptions options = World.EVERYTHING;
    return new AppOptions(
        options.clientEvents(),
        options.clientEventsPerSecond(),
        Optional.of(time),
        options.subscriptionCounts(),
        options.watchlist(),
        false,
        List.of());
  }

  @Test
  @Spec("PUS-9")
  void aRevokedKeyEndsWhatItsSignatureOpened() {
    Pusher client = world.connect();
    String auth =
        Pusher.auth("second-key", World.SECOND_SECRET, client.socketId() + ":private-room");
    client.subscribesWith("private-room", auth).succeeds("private-room");

    world.withoutSecondKey();

    client.receivesPart("pusher:subscription_error", "AuthError", "private-room").isOpen();
    world.backend().trigger("private-room", "e", "x").is(200);
    client.receivesNothingMore();
  }
}
