package dev.fanfare.chaos.run;

import dev.fanfare.chaos.cluster.Node;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import java.util.Random;

/** Enters a channel's presence, stays a while, and leaves: politely or not. */
final class Member implements Runnable {
  private final String name;
  private final World world;
  private final Credential app;
  private final Channel channel;
  private final Random random;

  Member(String name, World world, Credential app, Channel channel, Random random) {
    this.name = name;
    this.world = world;
    this.app = app;
    this.channel = channel;
    this.random = random;
  }

  @Override
  public void run() {
    try {
      while (world.running().get()) {
        live();
        Thread.sleep(100 + random.nextInt(3_000));
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void live() throws InterruptedException {
    Node gateway = world.anyGateway(random);
    Recorder recorder = world.recorder();
    try (Wire wire =
        Wire.connect(
            world.http(),
            gateway.socket(),
            app,
            frame -> {},
            () -> recorder.take(at -> new Event.Leaving(at, channel, name)))) {
      recorder.take(at -> new Event.Entering(at, channel, name));
      wire.ask(
          Wire.request("pres")
              .put("channel", channel.name())
              .put("action", "enter")
              .put("client", name));
      recorder.take(at -> new Event.Entered(at, channel, name));
      long until = recorder.now() + 1_000 + random.nextInt(12_000);
      while (!wire.isClosed()
          && world.running().get()
          && (recorder.now() < until || !world.restless().get())) {
        Thread.sleep(50);
      }
      if (random.nextBoolean()) {
        recorder.take(at -> new Event.Leaving(at, channel, name));
        wire.ask(
            Wire.request("pres")
                .put("channel", channel.name())
                .put("action", "leave")
                .put("client", name));
      }
    } catch (Unanswered goOn) {
      Thread.sleep(100);
    }
  }
}
