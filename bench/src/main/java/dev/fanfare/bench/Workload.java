package dev.fanfare.bench;

import dev.fanfare.bench.hostile.Attack;
import dev.fanfare.bench.load.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a server is put through. */
sealed interface Workload {
  /** Its name on the command line and in results. */
  String name();

  /** What it is, for the page. */
  String description();

  /**
   * Channels with subscribers, and messages of 128 bytes published to them.
   *
   * @param settle how long they are published before those that are measured
   * @param window how long those are published that are measured
   */
  record Fanout(
      String name,
      String description,
      Shape shape,
      int publishers,
      Load load,
      Duration settle,
      Duration window)
      implements Workload {}

  /** How many subscribe to how many channels. */
  record Shape(int channels, int subscribersPerChannel) {
    int connections() {
      return channels * subscribersPerChannel;
    }
  }

  /**
   * Connections that subscribe and stay idle: memory, and the CPU of connecting, first in a fresh
   * process, then again in the same.
   */
  record Arrivals(String name, String description, int connections, boolean distinctCredentials)
      implements Workload {}

  /** Well-behaved subscribers, first alone, then while something hostile goes on. */
  record Siege(String name, String description, Trouble trouble) implements Workload {
    static final Shape SHAPE = new Shape(1, 100);
    static final Load LOAD = new Load.PerSecond(100);
  }

  /** What goes on during a siege. */
  sealed interface Trouble {
    /** Raw bytes. */
    record Bytes(Attack attack) implements Trouble {}

    /** So many more subscribers of the same channel, who read nothing. */
    record NonReaders(int connections) implements Trouble {}

    /** Another tenant publishes so many messages a second, over so many connections. */
    record Flood(int connections, double perSecond) implements Trouble {}
  }

  /**
   * As many who read nothing as there are readers, with little that may wait for each: what it does
   * to the readers and to memory, and whether those who were closed come back to everything.
   */
  record SlowReaders(String name, String description, Shape shape, Load load) implements Workload {}

  /** A server with so many connections is asked to end. */
  record Drain(String name, String description, int connections) implements Workload {}

  /**
   * Events of 128 bytes published over HTTP, to nobody: so many connections that are kept open, in
   * a closed loop with one signed request under way on each.
   */
  record HttpPublishes(String name, String description, int connections, int eventsPerRequest)
      implements Workload {}

  /**
   * How long things take, and how large the large ones are.
   *
   * @param warmUp of fan-out, with one channel
   * @param unlikeWarmUp settling of a workload that runs other code than the warm-up does, which is
   *     compiled only then
   * @param underAttack settling under an attack: code that nobody had asked for before is compiled
   *     then
   * @param betweenHeartbeats the window of a workload whose messages are few beside its
   *     connections: it holds one sign of life of each that is silent, wherever it begins
   * @param warmSlices the most pieces of warm-up, of two seconds each, of a workload that is warm
   *     when it gets no better; see {@link Warmth}
   */
  record Scale(
      Duration warmUp,
      int warmSlices,
      Duration settle,
      Duration unlikeWarmUp,
      Duration underAttack,
      Duration window,
      Duration betweenHeartbeats,
      int many,
      int warmArrivals) {
    static final Scale FULL =
        new Scale(
            Duration.ofSeconds(12),
            45,
            Duration.ofSeconds(3),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(25),
            10_000,
            3);
    static final Scale QUICK =
        new Scale(
            Duration.ofSeconds(2),
            8,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            2_000,
            1);
  }

  /** All of them. */
  static List<Workload> all(Scale scale) {
    Shape thousand = new Shape(1, 1_000);
    Shape many = new Shape(1, scale.many());
    String largest = String.format(Locale.ROOT, "%,d", scale.many());
    return List.of(
        new Fanout(
            "W1-20",
            "1 channel × 1,000 subscribers, 20 messages a second",
            thousand,
            1,
            new Load.PerSecond(20),
            scale.settle(),
            scale.window()),
        new Fanout(
            "W1-100",
            "1 channel × 1,000 subscribers, 100 messages a second",
            thousand,
            1,
            new Load.PerSecond(100),
            scale.settle(),
            scale.window()),
        new Fanout(
            "W1-max",
            "1 channel × 1,000 subscribers, closed loop with 64 messages in flight",
            thousand,
            1,
            new Load.InFlight(64),
            scale.settle(),
            scale.window()),
        new Fanout(
            "W2",
            "1 channel × " + largest + " subscribers, 10 messages a second",
            many,
            1,
            new Load.PerSecond(10),
            scale.settle(),
            scale.window()),
        new Fanout(
            "W3",
            "500 channels × 10 subscribers, 1,000 messages a second together",
            new Shape(500, 10),
            10,
            new Load.PerSecond(1_000),
            scale.unlikeWarmUp(),
            scale.betweenHeartbeats()),
        new Arrivals(
            "W4/W5-one",
            largest + " idle subscribed connections, one credential",
            scale.many(),
            false),
        new Arrivals(
            "W5-distinct",
            largest + " connections subscribe, each with a token of its own",
            scale.many(),
            true));
  }

  /** What only a dialect has. */
  static List<Workload> ofDialect() {
    return List.of(
        new HttpPublishes(
            "pusher-http-1",
            "Pusher's HTTP API: signed publishes of 1 event, 32 connections, closed loop",
            32,
            1),
        new HttpPublishes(
            "pusher-http-10",
            "Pusher's HTTP API: signed batches of 10 events, 32 connections, closed loop",
            32,
            10));
  }

  /** What is measured when it is named alone. */
  static List<Workload> special(Scale scale) {
    return List.of(
        new SlowReaders(
            "slow-readers",
            "100 readers beside 100 who read nothing, 100 messages of 8 KiB a second",
            new Shape(1, 100),
            new Load.PerSecond(100)),
        new Drain(
            "drain",
            String.format(
                Locale.ROOT, "%,d connections are sent elsewhere on SIGTERM", scale.many()),
            scale.many()));
  }

  /** What others can do to one's latency. */
  static List<Workload> hostile() {
    List<Workload> all = new ArrayList<>();
    for (Attack attack : Attack.ALL) {
      all.add(new Siege(attack.name(), attack.description(), new Trouble.Bytes(attack)));
    }
    all.add(
        new Siege(
            "non-readers",
            "100 more subscribers of the channel, who read nothing",
            new Trouble.NonReaders(100)));
    all.add(
        new Siege(
            "flood",
            "another tenant publishes 20 times what it may: 10 connections, 2,000 messages a second each",
            new Trouble.Flood(10, 20_000)));
    return all;
  }
}
