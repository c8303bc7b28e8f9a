package dev.fanfare.chaos.run;

import dev.fanfare.chaos.cluster.Cluster;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One run from the start of the processes to the history of it. */
public final class Run {
  private static final List<Credential> APPS =
      List.of(
          new Credential("red", "red-key", "red-secret-of-this-run-alone-0001"),
          new Credential("blue", "blue-key", "blue-secret-of-this-run-alone-002"));
  private static final List<String> CHANNELS = List.of("chaos-a", "chaos-b", "chaos-c");
  private static final String ROOM = "presence-chaos";
  private static final int SUBSCRIBERS = 4;
  private static final int PUSHER_SUBSCRIBERS = 2;
  private static final int PUBLISHERS = 3;
  private static final int MEMBERS = 3;
  private static final int GATEWAYS = 3;

  /** After the last publish: longer than any retry, resume or digest takes. */
  private static final Duration CALM = Duration.ofSeconds(5);

  /** On a busy machine they may take longer, as long as somebody still hears something. */
  private static final Duration LONGEST_CALM = Duration.ofMinutes(1);

  private final Plan plan;
  private final Random random;
  private final List<Thread> publishers = new ArrayList<>();
  private final List<Thread> others = new ArrayList<>();

  private Run(Plan plan) {
    this.plan = plan;
    this.random = new Random(plan.seed());
  }

  /**
   * Runs a plan. Blocks for its length and some seconds; ends every process it started.
   *
   * @return what happened
   * @throws IOException when a gateway does not start, or files cannot be written
   */
  public static List<Event> of(Plan plan) throws IOException, InterruptedException {
    return new Run(plan).run();
  }

  private List<Event> run() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
        Cluster cluster =
            switch (plan.shape()) {
              case LONELY -> Cluster.lonely(plan.folder(), configuration());
              case CLUSTER -> Cluster.in(plan.folder(), GATEWAYS, configuration());
              case NETWORKED -> Cluster.networked(plan.folder(), GATEWAYS, configuration());
            }) {
      Thread hook = new Thread(cluster::close);
      Runtime.getRuntime().addShutdownHook(hook);
      cluster.start(http);
      World world =
          new World(
              cluster,
              APPS,
              CHANNELS,
              Stream.concat(CHANNELS.stream(), Stream.of(ROOM)).toList(),
              http,
              new Recorder(),
              new AtomicBoolean(true),
              new AtomicBoolean(true),
              new AtomicBoolean(true),
              new AtomicInteger());
      try {
        populate(world);
        torment(world);
        calmDown(world);
      } finally {
        world.publishing().set(false);
        world.running().set(false);
        others.forEach(Thread::interrupt);
        publishers.forEach(Thread::interrupt);
        http.shutdownNow();
        Runtime.getRuntime().removeShutdownHook(hook);
      }
      return world.recorder().all();
    }
  }

  private void populate(World world) {
    for (Credential app : APPS) {
      for (int i = 0; i < SUBSCRIBERS; i++) {
        others.add(start(new Subscriber(app.app() + "-s" + i, world, app, another())));
      }
      for (int i = 0; i < PUSHER_SUBSCRIBERS; i++) {
        others.add(start(new PusherSubscriber(app.app() + "-t" + i, world, app, another())));
      }
      Channel room = new Channel(app.app(), ROOM);
      for (int i = 0; i < MEMBERS; i++) {
        int life = i == 0 ? 60_000 : 10_000;
        String name = app.app() + "-u" + i;
        others.add(start(new PusherMember(name, world, app, room, life, another())));
      }
      for (int i = 0; i < PUBLISHERS; i++) {
        publishers.add(start(new Publisher("p" + i, world, app, another())));
      }
      for (int i = 0; i < MEMBERS; i++) {
        Channel channel = new Channel(app.app(), CHANNELS.get(i % CHANNELS.size()));
        others.add(start(new Member(app.app() + "-m" + i, world, app, channel, another())));
      }
    }
    others.add(start(new Observer(world, another())));
  }

  private Random another() {
    return new Random(random.nextLong());
  }

  private static Thread start(Runnable client) {
    return Thread.ofVirtual().start(client);
  }

  private void torment(World world) throws IOException, InterruptedException {
    List<Strike> strikes = plan.strikes();
    long end = plan.length().toMillis();
    while (world.recorder().now() < end && !world.recorder().isFull()) {
      long pause = plan.pause().toMillis() / 2 + random.nextLong(plan.pause().toMillis() / 2 + 1);
      Thread.sleep(Math.max(1, Math.min(pause, end - world.recorder().now())));
      if (!strikes.isEmpty() && world.recorder().now() < end) {
        Strike strike = strikes.get(random.nextInt(strikes.size()));
        strike.run(world, random);
      }
    }
  }

  private void calmDown(World world) throws InterruptedException {
    world.publishing().set(false);
    for (Thread publisher : publishers) {
      publisher.join(Duration.ofSeconds(30));
    }
    world.restless().set(false);
    Thread.sleep(CALM.toMillis());
    long latest = world.recorder().now() + LONGEST_CALM.toMillis();
    while (world.recorder().quietMillis() < CALM.toMillis() && world.recorder().now() < latest) {
      Thread.sleep(50);
    }
    world.recorder().take(Event.Calm::new);
  }

  private static String configuration() {
    StringBuilder yaml = new StringBuilder("server: {drainGrace: 2s}\napps:\n");
    for (Credential app : APPS) {
      yaml.append(
          "  - id: %s\n    signingSecrets: [{id: %s, secret: %s, presentable: true, capabilities: all}]\n    rules: [{pattern: '*', publicSubscribe: true}]\n"
              .formatted(app.app(), app.key(), app.secret()));
    }
    return yaml.toString();
  }
}
