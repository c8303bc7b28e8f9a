package dev.fanfare.gateway.dialect.pusher;

import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.Spec;
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
