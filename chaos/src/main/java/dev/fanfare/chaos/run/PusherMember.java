package dev.fanfare.chaos.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fanfare.chaos.cluster.Node;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import dev.fanfare.chaos.history.Event.Attendance;
import java.util.Random;

/**
 * A user of a Pusher presence channel, as another user in every life, who writes down who comes and
 * goes. Some stay for a few seconds, some as long as their gateway lets them.
 */
final class PusherMember implements Runnable {
  private final String name;
  private final World world;
  private final Credential app;
  private final Channel channel;
  private final Random random;
  private final int longestLifeMillis;
  private int lives;

  PusherMember(
      String name,
      World world,
      Credential app,
      Channel channel,
      int longestLifeMillis,
      Random random) {
    this.name = name;
    this.world = world;
    this.app = app;
    this.channel = channel;
    this.longestLifeMillis = longestLifeMillis;
    this.random = random;
  }

  @Override
  public void run() {
    try {
      while (world.running().get()) {
        live(name + "-" + ++lives, lives);
        Thread.sleep(100 + random.nextInt(3_000));
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void live(String user, int life) throws InterruptedException {
    Node gateway = world.anyGateway(random);
    Recorder recorder = world.recorder();
    try (PusherWire wire =
        PusherWire.connect(
            world.http(),
            gateway,
            app,
            false,
            frame -> hear(frame, user, life),
            () -> {
              recorder.take(at -> new Event.Leaving(at, channel, user));
              recorder.take(at -> new Event.Ended(at, name, life));
            })) {
      recorder.take(at -> new Event.Entering(at, channel, user));
      wire.join(channel.name(), user);
      long until = recorder.now() + 1_000 + random.nextInt(longestLifeMillis);
      while (!wire.isClosed()
          && world.running().get()
          && (recorder.now() < until || !world.restless().get())) {
        Thread.sleep(50);
      }
    } catch (Unanswered goOn) {
      Thread.sleep(100);
    }
  }

  private void hear(JsonNode frame, String user, int life) {
    JsonNode data = PusherWire.data(frame);
    switch (frame.path("event").asText()) {
      case "pusher_internal:subscription_succeeded" -> {
        world.recorder().take(at -> new Event.Entered(at, channel, user));
        saw(life, Attendance.HERE, user);
        for (JsonNode id : data.path("presence").path("ids")) {
          if (!id.asText().equals(user)) {
            saw(life, Attendance.HERE, id.asText());
          }
        }
      }
      case "pusher_internal:member_added" ->
          saw(life, Attendance.ADDED, data.path("user_id").asText());
      case "pusher_internal:member_removed" ->
          saw(life, Attendance.REMOVED, data.path("user_id").asText());
      default -> {}
    }
  }

  private void saw(int life, Attendance what, String user) {
    world.recorder().take(at -> new Event.Saw(at, name, life, channel, what, user));
  }
}
