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
final class PusherMember extends Restless {
  private final Channel channel;
  private final int longestLifeMillis;

  PusherMember(
      String name,
      World world,
      Credential app,
      Channel channel,
      int longestLifeMillis,
      Random random) {
    super(name, world, app, random);
    this.channel = channel;
    this.longestLifeMillis = longestLifeMillis;
  }

  @Override
  void live(int life, Node gateway) throws Unanswered, InterruptedException {
    String user = name + "-" + life;
    try (PusherWire wire =
        PusherWire.connect(
            world.http(),
            gateway,
            app,
            false,
            frame -> hear(frame, user, life),
            () -> {
              note(at -> new Event.Leaving(at, channel, user));
              note(at -> new Event.Ended(at, name, life));
            })) {
      note(at -> new Event.Entering(at, channel, user));
      wire.join(channel.name(), user);
      stay(wire::isClosed, 1_000 + random.nextInt(longestLifeMillis));
    }
  }

  @Override
  int pauseMillis() {
    return 100 + random.nextInt(3_000);
  }

  private void hear(JsonNode frame, String user, int life) {
    JsonNode data = PusherWire.data(frame);
    switch (frame.path("event").asText()) {
      case "pusher_internal:subscription_succeeded" -> {
        note(at -> new Event.Entered(at, channel, user));
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
    note(at -> new Event.Saw(at, name, life, channel, what, user));
  }
}
