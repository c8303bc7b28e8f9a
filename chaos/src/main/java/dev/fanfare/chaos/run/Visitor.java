package dev.fanfare.chaos.run;

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
final class Visitor implements Runnable {
  private final String name;
  private final World world;
  private final Credential app;
  private final Random random;
  private int visits;

  Visitor(String name, World world, Credential app, Random random) {
    this.name = name;
    this.world = world;
    this.app = app;
    this.random = random;
  }

  @Override
  public void run() {
    try {
      while (world.running().get() && world.restless().get()) {
        visit(new Channel(app.app(), "visited-by-" + name + "-" + ++visits), visits);
        Thread.sleep(100 + random.nextInt(1_000));
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void visit(Channel channel, int session) throws InterruptedException {
    Node gateway = world.anyGateway(random);
    Recorder recorder = world.recorder();
    try (Wire wire =
        Wire.connect(
            world.http(),
            gateway.socket(),
            app,
            frame -> {
              if (frame.path("ok").has("state")) {
                Place place =
                    new Place(frame.get("ok").get("e").asText(), frame.get("ok").get("o").asLong());
                recorder.take(
                    at ->
                        new Event.Subscribed(
                            at,
                            name,
                            session,
                            gateway.name(),
                            channel,
                            Optional.empty(),
                            Event.State.FULL,
                            place));
              }
            },
            () -> recorder.take(at -> new Event.Ended(at, name, session)))) {
      recorder.take(at -> new Event.Visiting(at, channel));
      wire.ask(Wire.request("sub").put("channel", channel.name()));
      long until = recorder.now() + 500 + random.nextInt(5_000);
      while (!wire.isClosed() && world.restless().get() && recorder.now() < until) {
        Thread.sleep(50);
      }
    } catch (Unanswered goOn) {
      Thread.sleep(100);
    }
  }
}
