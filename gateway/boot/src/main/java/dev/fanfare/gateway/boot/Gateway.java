package dev.fanfare.gateway.boot;

import dev.fanfare.gateway.auth.Authenticator;
import dev.fanfare.gateway.auth.ClusterSecret;
import dev.fanfare.gateway.auth.Tickets;
import dev.fanfare.gateway.boot.cli.RunningGateway;
import dev.fanfare.gateway.boot.config.FanfareConfig;
import dev.fanfare.gateway.boot.management.ManagementServer;
import dev.fanfare.gateway.boot.management.Readiness;
import dev.fanfare.gateway.boot.metrics.LoopDelay;
import dev.fanfare.gateway.boot.metrics.Metrics;
import dev.fanfare.gateway.boot.operator.AttachedOverrides;
import dev.fanfare.gateway.boot.webhooks.Webhooks;
import dev.fanfare.gateway.dialect.Dialect;
import dev.fanfare.gateway.dialect.fanfare.FanfareDialect;
import dev.fanfare.gateway.dialect.fanfare.FanfareOptions;
import dev.fanfare.gateway.dialect.pusher.PusherDialect;
import dev.fanfare.gateway.edge.EdgeServer;
import dev.fanfare.gateway.edge.loop.EdgeLoops;
import dev.fanfare.gateway.metering.Meter;
import dev.fanfare.gateway.metering.UsageReporter;
import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Loops;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.gateway.session.Core;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway in one process: core, memory backend, edge and management port, put together
 * and taken apart.
 */
final class Gateway implements RunningGateway {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final EdgeLoops loops;
  private final Core core;
  private final HttpSessions.Listeners listeners;
  private final ManagementServer management;
  private final Readiness readiness;
  private final UsageReporter usage;
  private final Webhooks webhooks;
  private final Backends backends;

  private Gateway(
      EdgeLoops loops,
      Core core,
      HttpSessions.Listeners listeners,
      ManagementServer management,
      Readiness readiness,
      UsageReporter usage,
      Webhooks webhooks,
      Backends backends) {
    this.loops = loops;
    this.core = core;
    this.listeners = listeners;
    this.management = management;
    this.readiness = readiness;
    this.usage = usage;
    this.webhooks = webhooks;
    this.backends = backends;
  }

  /** Starts one; see {@link dev.fanfare.gateway.boot.cli.Launcher}. */
  static Future<RunningGateway> start(
      FanfareConfig config,
      AppDirectory directory,
      AttachedOverrides overrides,
      List<Dialect> extra,
      Metrics metrics) {
    Readiness readiness =
        new Readiness(state -> metrics.ready(state instanceof Readiness.State.Ready));
    ManagementServer management;
    try {
      config.server().transport().require();
      management =
          ManagementServer.start(
              config.management().host(), config.management().port(), metrics, readiness);
    } catch (IOException | IllegalArgumentException refused) {
      return Future.failedFuture(refused);
    }
    Time time = SystemTime.INSTANCE;
    SecureRandom random = new SecureRandom();
    Future<Void> warm = WarmUp.begin(config.server().warmUp(), random);
    return Backends.open(config, time, random, metrics)
        .compose(backends -> warm.map(backends))
        .compose(
            backends -> {
              overrides.attach(backends.overrides());
              return start(
                  config, directory, extra, metrics, readiness, management, backends, random);
            })
        .recover(
            failure -> {
              management.close();
              return Future.failedFuture(failure);
            });
  }

  private static Future<RunningGateway> start(
      FanfareConfig config,
      AppDirectory directory,
      List<Dialect> extra,
      Metrics metrics,
      Readiness readiness,
      ManagementServer management,
      Backends backends,
      SecureRandom random) {
    Time time = SystemTime.INSTANCE;
    EdgeLoops loops =
        EdgeLoops.start(
            config.server().eventLoops().orElseGet(Runtime.getRuntime()::availableProcessors),
            config.server().transport());
    Meter meter = new Meter(random.nextLong(), time);
    UsageReporter usage = new UsageReporter(meter, backends.usage());
    ClusterSecret secret = Translated.secret(config, random);
    Tickets tickets = new Tickets(secret, backends.tickets(), time, random);
    Authenticator authenticator = new Authenticator(directory, time, tickets);
    Core core =
        Core.start(
            new Core.Parts(
                backends.store(),
                backends.leases(),
                backends.bus(),
                directory,
                authenticator,
                backends.allowance(),
                meter,
                metrics,
                time,
                random,
                new Loops(loops.loops())),
            Translated.sessions(config));
    Loop loop = loops.loops().get(0);
    backends.everySecond().forEach(task -> everySecond(loop, task));
    everySecond(loop, usage::tick);
    new LoopDelay(time, metrics).watch(loops.loops());
    metrics.watch(
        "fanfare_channels_followed", "Channels with subscribers here.", core.channels()::size);
    metrics.watch(
        "fanfare_lease_age_seconds",
        "Since the store was last asked whether this gateway lives.",
        () -> (int) core.incarnation().age().toSeconds());
    Webhooks webhooks = Webhooks.start(config, backends.facts(), directory, metrics);
    List<Dialect> dialects = new ArrayList<>(extra);
    dialects.add(
        new FanfareDialect(
            FanfareOptions.DEFAULT,
            () -> time.wallMicros() / 1_000,
            time::monotonicNanos,
            secret.seal("cursor"),
            random));
    dialects.add(
        new PusherDialect(
            () -> time.wallMicros() / 1_000,
            time::monotonicNanos,
            FanfareOptions.DEFAULT.maxBodyBytes()));
    Front front = new Front(core, authenticator, directory);
    HttpSessions sessions =
        new HttpSessions(
            loops, front, Translated.carried(config), backends.owners(), secret, time, random);
    metrics.watch(
        "fanfare_http_sessions", "Sessions that live over several requests.", sessions::size);
    return sessions
        .listen(config, dialects)
        .map(
            listeners -> {
              readiness.become(new Readiness.State.Ready());
              return (RunningGateway)
                  new Gateway(
                      loops, core, listeners, management, readiness, usage, webhooks, backends);
            })
        .recover(
            failure -> {
              core.close();
              return onThread("end", webhooks::close)
                  .eventually(() -> onThread("end", backends::close))
                  .eventually(loops::close)
                  .transform(closed -> Future.failedFuture(failure));
            });
  }

  @Override
  public int port() {
    return listeners.clients().port();
  }

  @Override
  public OptionalInt tlsPort() {
    return listeners.secure().stream().mapToInt(EdgeServer::port).findFirst();
  }

  @Override
  public int managementPort() {
    return management.port();
  }

  @Override
  public Future<Void> drain(Duration grace) {
    readiness.become(new Readiness.State.Draining());
    Loop loop = loops.loops().get(0);
    long endNanos = System.nanoTime() + grace.toNanos();
    Duration forUsage = grace.dividedBy(8);
    return listeners
        .stopAccepting()
        .compose(stopped -> new Shedding(core.sessions(), loop, grace).all())
        .compose(shed -> listeners.stop(until(endNanos).minus(forUsage)))
        .eventually(
            () ->
                Deadline.within(
                    until(endNanos),
                    loop,
                    usage.flush(),
                    () -> LOG.warn("The usage of the last second was not stored in time")))
        .eventually(() -> onThread("webhooks-end", webhooks::close))
        .eventually(
            () -> {
              core.close();
              management.close();
              return onThread("backends-end", backends::close).eventually(loops::close);
            });
  }

  private static Duration until(long nanos) {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }

  /** On a thread of its own, because it waits. */
  static Future<Void> onThread(String name, Runnable task) {
    Promise<Void> done = Promise.promise();
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } finally {
                done.complete();
              }
            },
            "fanfare-" + name);
    thread.setDaemon(true);
    thread.start();
    return done.future();
  }

  private static void everySecond(Loop loop, Runnable task) {
    loop.schedule(
        SECOND,
        () -> {
          try {
            task.run();
          } finally {
            everySecond(loop, task);
          }
        });
  }
}
