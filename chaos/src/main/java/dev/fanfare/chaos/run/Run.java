package dev.fanfare.chaos.run;

import dev.fanfare.chaos.checker.Checker;
import dev.fanfare.chaos.cluster.Cluster;
import dev.fanfare.chaos.cluster.Partition;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** Ghosts live for 15 s, a departure settles for 3 s, and attempts are up to 8 s apart. */
  private static final Duration LONGEST_OWED = Duration.ofSeconds(30);

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
    Recorder recorder = new Recorder();
    try (HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
        Outside outside = new Outside(plan.folder(), recorder);
        Cluster cluster = cluster(outside)) {
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
              recorder,
              new AtomicBoolean(true),
              new AtomicBoolean(true),
              new AtomicBoolean(true),
              new AtomicInteger(),
              outside.webhooks().map(Webhooks::receiver));
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

  private Cluster cluster(Outside outside) throws IOException, InterruptedException {
    if (!plan.cluster()) {
      return Cluster.lonely(plan.folder(), configuration(Optional.empty()));
    }
    Optional<Partition> partition = plan.partitionNeeded();
    return partition.isPresent()
        ? Cluster.parted(partition.get(), plan.folder(), GATEWAYS, outside::configuration)
        : Cluster.in(plan.folder(), GATEWAYS, outside::configuration);
  }

  /** Opens what webhooks need once the cluster has an address for it. */
  private static final class Outside implements AutoCloseable {
    private final Path folder;
    private final Recorder recorder;
    private Optional<Webhooks> webhooks = Optional.empty();

    Outside(Path folder, Recorder recorder) {
      this.folder = folder;
      this.recorder = recorder;
    }

    String configuration(String address) throws IOException {
      webhooks = Optional.of(Webhooks.open(address, folder, APPS, recorder));
      return Run.configuration(webhooks);
    }

    Optional<Webhooks> webhooks() {
      return webhooks;
    }

    @Override
    public void close() throws IOException {
      if (webhooks.isPresent()) {
        webhooks.get().close();
      }
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
      if (world.receiver().isPresent()) {
        others.add(start(new Visitor(app.app() + "-v", world, app, another())));
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
    long end = world.recorder().now() + plan.length().toMillis();
    while (world.recorder().now() < end && !world.recorder().isFull()) {
      long pause = plan.pause().toMillis() / 2 + random.nextLong(plan.pause().toMillis() / 2 + 1);
      // How long all is well between two faults is part of the plan.
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
    Thread.sleep(CALM.toMillis()); // calm is that nothing came for so long
    long latest = world.recorder().now() + LONGEST_CALM.toMillis();
    while (world.recorder().quietMillis() < CALM.toMillis() && world.recorder().now() < latest) {
      Thread.sleep(50); // what does not come tells nobody
    }
    long patience = world.recorder().now() + LONGEST_OWED.toMillis();
    while (Checker.owesWebhooks(world.recorder().all()) && world.recorder().now() < patience) {
      Thread.sleep(500); // webhooks are tried again after seconds
    }
    world.recorder().take(Event.Calm::new);
  }

  private static String configuration(Optional<Webhooks> webhooks) {
    StringBuilder yaml = new StringBuilder("server: {drainGrace: 2s, warmUp: 0s}\n");
    webhooks.ifPresent(hooks -> yaml.append(hooks.sections()));
    yaml.append("apps:\n");
    for (Credential app : APPS) {
      yaml.append(
          "  - id: %s\n    signingSecrets: [{id: %s, secret: %s, presentable: true, capabilities: all}]\n    rules: [{pattern: '*', publicSubscribe: true}]\n"
              .formatted(app.app(), app.key(), app.secret()));
      webhooks.ifPresent(
          hooks -> yaml.append("    options: {webhooks: [%s]}\n".formatted(hooks.option(app))));
    }
    return yaml.toString();
  }
}
