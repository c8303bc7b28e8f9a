package dev.fanfare.chaos.run;

import dev.fanfare.chaos.cluster.Node;
import dev.fanfare.chaos.history.Event;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/**
 * A client of a run that lives again and again, each time at any gateway, until the run is over or
 * its thread is interrupted.
 */
abstract class Restless implements Runnable {
  private static final int LOOK_MILLIS = 20;
  private static final int UNANSWERED_MILLIS = 100;

  final String name;
  final World world;
  final Credential app;
  final Random random;
  private int lives;

  Restless(String name, World world, Credential app, Random random) {
    this.name = name;
    this.world = world;
    this.app = app;
    this.random = random;
  }

  /**
   * One life. Who is not answered has ended it.
   *
   * @param life counts from 1
   */
  abstract void live(int life, Node gateway) throws Unanswered, InterruptedException;

  /** How long it waits before the next life. */
  abstract int pauseMillis();

  /** Whether there is a next life. */
  boolean goesOn() {
    return world.running().get();
  }

  /** Called once, when there is none. */
  void over() {}

  @Override
  public final void run() {
    try {
      while (goesOn()) {
        try {
          live(++lives, world.anyGateway(random));
        } catch (Unanswered goOn) {
          Thread.sleep(UNANSWERED_MILLIS); // as clients do before they try again
        }
        Thread.sleep(pauseMillis()); // clients come and go at a pace
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    } finally {
      over();
    }
  }

  /** So long, or until its connection ends; once nobody is restless any more, to the end. */
  final void stay(BooleanSupplier ended, int millis) throws InterruptedException {
    long until = world.recorder().now() + millis;
    while (!ended.getAsBoolean()
        && goesOn()
        && (world.recorder().now() < until || !world.restless().get())) {
      Thread.sleep(LOOK_MILLIS); // it stays for a time, and three things may end that
    }
  }

  /** Writes down what it did or saw. */
  final void note(LongFunction<Event> event) {
    world.recorder().take(event);
  }
}
