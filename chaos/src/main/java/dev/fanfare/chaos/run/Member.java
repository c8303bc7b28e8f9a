package dev.fanfare.chaos.run;

import dev.fanfare.chaos.cluster.Node;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import java.util.Random;

/** Enters a channel's presence, stays a while, and leaves: politely or not. */
final class Member extends Restless {
  private final Channel channel;

  Member(String name, World world, Credential app, Channel channel, Random random) {
    super(name, world, app, random);
    this.channel = channel;
  }

  @Override
  void live(int life, Node gateway) throws Unanswered, InterruptedException {
    try (Wire wire =
        Wire.connect(
            world.http(),
            gateway.socket(),
            app,
            frame -> {},
            () -> note(at -> new Event.Leaving(at, channel, name)))) {
      note(at -> new Event.Entering(at, channel, name));
      present(wire, "enter");
      note(at -> new Event.Entered(at, channel, name));
      stay(wire::isClosed, 1_000 + random.nextInt(12_000));
      if (random.nextBoolean()) {
        note(at -> new Event.Leaving(at, channel, name));
        present(wire, "leave");
      }
    }
  }

  private void present(Wire wire, String action) throws Unanswered, InterruptedException {
    wire.ask(
        Wire.request("pres")
            .put("channel", channel.name())
            .put("action", action)
            .put("client", name));
  }

  @Override
  int pauseMillis() {
    return 100 + random.nextInt(3_000);
  }
}
