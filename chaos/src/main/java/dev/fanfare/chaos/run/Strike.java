package dev.fanfare.chaos.run;

import dev.fanfare.chaos.history.Event;
import java.io.IOException;
import java.util.Random;

/** A fault of a gateway's process. A gateway keeps its logs in its memory: its end loses them. */
enum Strike {
  /** kill -9, and start again. */
  KILL("kill") {
    @Override
    void strike(World world, GatewayProcess gateway, Random random)
        throws IOException, InterruptedException {
      restart(world, gateway, "KILL");
    }
  },
  /** SIGTERM, and start again when it has drained. */
  TERM("term") {
    @Override
    void strike(World world, GatewayProcess gateway, Random random)
        throws IOException, InterruptedException {
      restart(world, gateway, "TERM");
    }
  },
  /** SIGSTOP for five seconds. */
  PAUSE("pause") {
    @Override
    void strike(World world, GatewayProcess gateway, Random random)
        throws IOException, InterruptedException {
      pause(gateway, 5_000);
    }
  },
  /** SIGSTOP for fifteen seconds. */
  FREEZE("freeze") {
    @Override
    void strike(World world, GatewayProcess gateway, Random random)
        throws IOException, InterruptedException {
      pause(gateway, 15_000);
    }
  };

  private final String title;

  Strike(String title) {
    this.title = title;
  }

  /** How the command line and the history call it. */
  String title() {
    return title;
  }

  /** Strikes, and returns when the gateway serves again. */
  abstract void strike(World world, GatewayProcess gateway, Random random)
      throws IOException, InterruptedException;

  void run(World world, GatewayProcess gateway, Random random)
      throws IOException, InterruptedException {
    world.recorder().take(at -> new Event.Struck(at, title, gateway.name(), false));
    strike(world, gateway, random);
    world.recorder().take(at -> new Event.Healed(at, title, gateway.name()));
  }

  private static void restart(World world, GatewayProcess gateway, String signal)
      throws IOException, InterruptedException {
    gateway.signal(signal);
    gateway.awaitEnd();
    world.recorder().take(at -> new Event.Struck(at, "logs lost", gateway.name(), true));
    gateway.start(world.http());
    world.recorder().take(at -> new Event.Healed(at, "logs lost", gateway.name()));
  }

  private static void pause(GatewayProcess gateway, int millis)
      throws IOException, InterruptedException {
    gateway.signal("STOP");
    Thread.sleep(millis);
    gateway.signal("CONT");
  }
}
