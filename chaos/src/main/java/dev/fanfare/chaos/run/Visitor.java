package dev.fanfare.chaos.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fanfare.chaos.cluster.Node;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import dev.fanfare.chaos.history.Place;
import java.util.Optional;
import java.util.Random;

/**
 * Follows a channel that nobody else knows for a while, then the next one: each is occupied once
 * and vacated once.
 */
final class Visitor extends Restless {
  Visitor(String name, World world, Credential app, Random random) {
    super(name, world, app, random);
  }

  @Override
  boolean goesOn() {
    return super.goesOn() && world.restless().get();
  }

  @Override
  int pauseMillis() {
    return 100 + random.nextInt(1_000);
  }

  @Override
  void live(int life, Node gateway) throws Unanswered, InterruptedException {
    Channel channel = new Channel(app.app(), "visited-by-" + name + "-" + life);
    try (Wire wire =
        Wire.connect(
            world.http(),
            gateway.socket(),
            app,
            frame -> hear(frame, life, gateway, channel),
            () -> note(at -> new Event.Ended(at, name, life)))) {
      note(at -> new Event.Visiting(at, channel));
      wire.ask(Wire.request("sub").put("channel", channel.name()));
      stay(wire::isClosed, 500 + random.nextInt(5_000));
    }
  }

  private void hear(JsonNode frame, int life, Node gateway, Channel channel) {
    if (frame.path("ok").has("state")) {
      Place place = new Place(frame.get("ok").get("e").asText(), frame.get("ok").get("o").asLong());
      note(
          at ->
              new Event.Subscribed(
                  at,
                  name,
                  life,
                  gateway.name(),
                  channel,
                  Optional.empty(),
                  Event.State.FULL,
                  place));
    }
  }
}
