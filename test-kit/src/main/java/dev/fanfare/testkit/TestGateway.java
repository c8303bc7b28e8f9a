package dev.fanfare.testkit;

import dev.fanfare.gateway.auth.Authenticator;
import dev.fanfare.gateway.auth.ClusterSecret;
import dev.fanfare.gateway.auth.Tickets;
import dev.fanfare.gateway.backend.memory.MemoryAppDirectory;
import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.backend.memory.MemoryChannelStore;
import dev.fanfare.gateway.backend.memory.MemorySpentTickets;
import dev.fanfare.gateway.dialect.Dialect;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.limits.LocalAllowance;
import dev.fanfare.gateway.metering.Meter;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Loops;
import dev.fanfare.gateway.session.Core;
import dev.fanfare.gateway.session.SessionSettings;
import dev.fanfare.protocol.App;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A whole gateway in memory, without sockets and without threads: the production core and memory
 * backend on loops and a clock that move by hand. Several gateways may share one {@link World}:
 * then they are one cluster.
 */
public final class TestGateway {
  private final World world;
  private final List<Dialect> dialects;
  private final List<ManualLoop> loops = new ArrayList<>();
  private final PlainFraming framing = new PlainFraming();
  private final StoreLink store;
  private final Core core;
  private int connections;

  /** What gateways of one cluster share. */
  public static final class World {
    private static final String SECRET = "a secret that only this cluster knows";
    private static final int MAX_TICKETS = 1_000;

    private final ManualClock clock;
    private final MemoryAppDirectory directory = new MemoryAppDirectory();
    private final MemoryChannelStore store;
    private final ChannelStore port;
    private final Bus bus;
    private final Random random;
    private final ClusterSecret secret;
    private final Tickets tickets;

    /** A world whose bus brings everything. */
    public World(long seed, App... apps) {
      this(seed, new MemoryBus(), apps);
    }

    /** A world with another bus. */
    public World(long seed, Bus bus, App... apps) {
      this(seed, bus, new ManualClock(), Optional.empty(), apps);
    }

    /**
     * A world with another store, which lives by the same clock; its timers are the test's to call.
     */
    public World(long seed, Bus bus, ManualClock clock, ChannelStore store, App... apps) {
      this(seed, bus, clock, Optional.of(store), apps);
    }

    private World(
        long seed, Bus bus, ManualClock clock, Optional<ChannelStore> other, App... apps) {
      this.clock = clock;
      this.random = new Random(seed);
      this.bus = bus;
      this.store = new MemoryChannelStore(clock, random, 100_000);
      this.port = other.orElse(store);
      this.secret = new ClusterSecret(List.of(SECRET.getBytes(StandardCharsets.US_ASCII)));
      this.tickets = new Tickets(secret, new MemorySpentTickets(clock, MAX_TICKETS), clock, random);
      for (App app : apps) {
        directory.put(app);
      }
    }

    /** The time. */
    public ManualClock clock() {
      return clock;
    }

    /** What all its gateways know. */
    public ClusterSecret secret() {
      return secret;
    }

    /** The apps; new snapshots may be put. */
    public MemoryAppDirectory directory() {
      return directory;
    }

    /** The store, where it is the memory's; its timers are the test's to call. */
    public MemoryChannelStore store() {
      return store;
    }
  }

  /** A gateway with two loops in a world. */
  public TestGateway(World world, Dialect... dialects) {
    this.world = world;
    this.dialects = List.of(dialects);
    loops.add(new ManualLoop(0, world.clock));
    loops.add(new ManualLoop(1, world.clock));
    this.store = new StoreLink(world.port, world.store);
    this.core =
        Core.start(
            new Core.Parts(
                store,
                store,
                world.bus,
                world.directory,
                new Authenticator(world.directory, world.clock, world.tickets),
                new LocalAllowance(world.clock),
                new Meter(world.random.nextLong(), world.clock),
                SilentTelemetry.INSTANCE,
                world.clock,
                world.random,
                new Loops(List.<Loop>copyOf(loops))),
            SessionSettings.DEFAULT);
  }

  /** The production core. */
  public Core core() {
    return core;
  }

  /** Cuts its line to the store: towards the cluster it is as good as dead. */
  public void cutOff() {
    store.cut(true);
  }

  /** Its line to the store holds again. */
  public void comesBack() {
    store.cut(false);
  }

  /** Connects a client; what it gets at once is there when this returns. */
  public TestClient connect(RequestHead head) {
    Match match = match(head);
    if (!(match instanceof Match.Converse converse)) {
      throw new AssertionError("This is no WebSocket: " + match);
    }
    ManualLoop loop = loops.get(connections++ % loops.size());
    TestClient client = new TestClient(this, loop, new RecordingOutlet(framing));
    loop.act(
        () -> client.open(core.sessions(), converse.conversation(), converse.encoding(), head));
    settle();
    return client;
  }

  /** Opens a stream, or a request that is answered late; what comes at once is there. */
  public TestClient streams(RequestHead head) {
    Match match = match(head);
    if (!(match instanceof Match.Streamed streamed)) {
      throw new AssertionError("This is no stream: " + match);
    }
    ManualLoop loop = loops.get(connections++ % loops.size());
    TestClient client = new TestClient(this, loop, new RecordingOutlet(framing));
    loop.act(
        () -> client.open(core.sessions(), streamed.conversation(), streamed.encoding(), head));
    settle();
    return client;
  }

  /** One HTTP request, which is answered at once. */
  public HttpAnswer request(RequestHead head, byte[] body) {
    Future<HttpAnswer> answer = posts(head, body);
    settle();
    return answer.result();
  }

  /** One HTTP request whose consequences are left to the loops. */
  public Future<HttpAnswer> posts(RequestHead head, byte[] body) {
    return switch (match(head)) {
      case Match.Answered(HttpAnswer answer) -> Future.succeededFuture(answer);
      case Match.Converse converse -> throw new AssertionError("This is a WebSocket");
      case Match.Streamed streamed -> throw new AssertionError("This is a stream");
      case Match.Carried carried -> throw new AssertionError("This is a session");
      case Match.Exchanged(var exchange, int most) -> core.exchanges().run(exchange, body);
    };
  }

  /** Its loops, for tests that run them one task at a time. */
  public List<ManualLoop> loops() {
    return List.copyOf(loops);
  }

  /** How many frames have references: none once nothing is under way. */
  public long framesAlive() {
    return framing.alive();
  }

  /** Runs everything that can run now. */
  public void settle() {
    world.clock.settle();
  }

  /** Lets time pass, with everything that falls due. */
  public void advance(Duration time) {
    world.clock.advance(time);
    world.store.tick();
    settle();
  }

  private Match match(RequestHead head) {
    for (Dialect dialect : dialects) {
      var match = dialect.match(head);
      if (match.isPresent()) {
        return match.get();
      }
    }
    throw new AssertionError("No dialect takes " + head);
  }
}
