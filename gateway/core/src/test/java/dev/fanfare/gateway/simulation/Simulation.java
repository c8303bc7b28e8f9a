package dev.fanfare.gateway.simulation;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LogChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One run: some hundred things go well or wrong, then all is calm, and everything must have been
 * told.
 */
final class Simulation {
  private static final int THINGS = 250;
  private static final int ROUNDS = 8;

  /** More than a gateway is believed to live without one. */
  private static final int BEATS_OF_A_LIFE = 8;

  /** Two seconds or so. */
  private static final int THINGS_BETWEEN_BEATS = 6;

  private static final int MOST_STEPS = 100_000;

  private final Chance chance;
  private final Truth truth = new Truth();
  private final Store store;
  private final Publisher publisher;
  private final Members members;
  private final List<Gateway> gateways = new ArrayList<>();
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final int busLosesOneIn;
  private final int calamities;
  private final boolean cutsOff;
  private int steps;

  Simulation(long seed, Sabotage sabotage) {
    chance = new Chance(seed);
    store = new Store(truth, chance, sabotage);
    publisher = new Publisher(store, chance, truth, sabotage, this::fanOut);
    members = new Members(store, chance, gateways, sabotage, this::fanOut);
    busLosesOneIn = 2 + chance.below(30);
    calamities = chance.below(4);
    cutsOff = chance.oneIn(2);
    for (int i = 1 + chance.below(4); i > 0; i--) {
      gateways.add(new Gateway(store, chance, sabotage));
    }
    for (int i = 1 + chance.below(5); i > 0; i--) {
      subscribers.add(new Subscriber(chance, new Line(truth, store)));
    }
  }

  /**
   * Runs to the end.
   *
   * @return how many entries were delivered
   * @throws Violation when a promise was broken
   */
  int run() {
    for (int i = 0; i < THINGS; i++) {
      happen();
      for (int moves = chance.below(6); moves > 0 && !chance.isQuiet(); moves--) {
        step();
      }
    }
    calmDown();
    publisher.check();
    members.check();
    subscribers.forEach(subscriber -> subscriber.line().end(store.head().top()));
    return subscribers.stream().mapToInt(subscriber -> subscriber.line().delivered()).sum();
  }

  private void happen() {
    store.pass(Duration.ofMillis(chance.below(chance.oneIn(20) ? 10_000 : 200)));
    if (chance.oneIn(THINGS_BETWEEN_BEATS)) {
      members.liveOn();
    }
    goApart();
    int what = chance.below(100);
    if (what < 40) {
      publisher.publish();
    } else if (what < 50) {
      members.change();
    } else if (what < 62) {
      chance.of(subscribers).disconnect();
    } else if (what < 85) {
      connect(chance.of(subscribers));
    } else if (what < 92) {
      digest(chance.of(gateways));
    } else if (what < 94) {
      store.rebuildBackup();
    } else if (what < 95) {
      store.putAside();
    } else if (what < 96) {
      store.apply(new LogChange.Sweep());
    } else if (chance.below(8) < calamities) {
      calamity();
    }
  }

  /** Cut off is a member for some seconds; for some of them it does not know it. */
  private void goApart() {
    if (cutsOff && chance.oneIn(80)) {
      store.cutOff();
    } else if (chance.oneIn(8)) {
      store.notice();
    } else if (chance.oneIn(15)) {
      store.comeBack();
    }
  }

  private void calamity() {
    switch (chance.below(10)) {
      case 0 -> store.burn();
      case 1, 2, 3 -> store.failOver();
      case 4, 5 -> store.migrate();
      case 6 -> store.fallBack();
      default -> crash(chance.of(gateways));
    }
  }

  private void crash(Gateway gateway) {
    subscribers.stream()
        .filter(subscriber -> subscriber.isConnectedTo(gateway))
        .forEach(Subscriber::disconnect);
    gateway.crash();
  }

  /**
   * The publisher's own gateway hears at once, the others what the bus lets through, in any order.
   */
  private void fanOut(List<Entry> entries) {
    Gateway own = chance.of(gateways);
    for (Entry entry : entries) {
      own.hear(entry);
      for (Gateway gateway : gateways) {
        int copies = chance.oneIn(busLosesOneIn) ? 0 : chance.oneIn(10) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
          chance.later(() -> gateway.hear(entry));
        }
      }
    }
  }

  private void connect(Subscriber subscriber) {
    if (!subscriber.isConnected()) {
      subscriber.connect(chance.of(gateways));
    }
  }

  private void digest(Gateway gateway) {
    Head head = store.toldHead();
    chance.later(() -> gateway.hear(head));
  }

  private void calmDown() {
    store.calm();
    for (int beat = 0; beat < 2 * BEATS_OF_A_LIFE; beat++) {
      if (beat < BEATS_OF_A_LIFE) {
        members.change(); // also of what dead gateways sent long ago
      }
      while (!chance.isQuiet()) {
        step();
      }
      members.beatInTime();
    }
    for (int round = 0; round < ROUNDS; round++) {
      subscribers.forEach(this::connect);
      gateways.forEach(this::digest);
      while (!chance.isQuiet()) {
        step();
      }
    }
  }

  private void step() {
    steps++;
    if (steps > MOST_STEPS) {
      throw new Violation("it never becomes quiet");
    }
    chance.step();
  }
}
