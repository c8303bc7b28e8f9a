package dev.fanfare.gateway.boot;

import dev.fanfare.gateway.backend.hazelcast.StoreMember;
import dev.fanfare.gateway.boot.cli.RunningGateway;
import dev.fanfare.gateway.boot.config.FanfareConfig;
import dev.fanfare.gateway.boot.management.ManagementServer;
import dev.fanfare.gateway.boot.management.Readiness;
import dev.fanfare.gateway.boot.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A member of the store as a process: ready while it sees a majority and all copies are there. */
final class StoreProcess implements RunningGateway {
  private final StoreMember member;
  private final int port;
  private final ManagementServer management;
  private final Readiness readiness;
  private final ScheduledExecutorService watch;

  private StoreProcess(
      StoreMember member,
      int port,
      ManagementServer management,
      Readiness readiness,
      ScheduledExecutorService watch) {
    this.member = member;
    this.port = port;
    this.management = management;
    this.readiness = readiness;
    this.watch = watch;
  }

  /** Starts one; blocking. */
  static RunningGateway start(FanfareConfig config, Metrics metrics) throws IOException {
    Readiness readiness =
        new Readiness(state -> metrics.ready(state instanceof Readiness.State.Ready));
    ManagementServer management =
        ManagementServer.start(
            config.management().host(), config.management().port(), metrics, readiness);
    StoreMember member;
    try {
      member =
          StoreMember.start(
              Backends.options(config),
              config.store().host(),
              config.store().port(),
              SystemTime.INSTANCE);
    } catch (RuntimeException failed) {
      management.close();
      throw failed;
    }
    metrics.watch("fanfare_store_members", "Members in sight.", member::members);
    metrics.watch("fanfare_channel_logs", "Channel logs that this member owns.", member::logs);
    metrics.watch(
        "fanfare_under_replicated",
        "1 while an acknowledgement may rest on fewer copies than promised.",
        () -> member.isUnderReplicated() ? 1 : 0);
    metrics.watch(
        "fanfare_fenced_writes",
        "Changes that were refused because their gateway is held for dead.",
        () -> (int) Math.min(Integer.MAX_VALUE, member.fencedWrites()));
    ScheduledExecutorService watch =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "fanfare-readiness");
              thread.setDaemon(true);
              return thread;
            });
    StoreProcess process =
        new StoreProcess(member, config.store().port(), management, readiness, watch);
    var unused = watch.scheduleWithFixedDelay(process::look, 0, 200, TimeUnit.MILLISECONDS);
    return process;
  }

  private void look() {
    readiness.become(
        member.isReady()
            ? new Readiness.State.Ready()
            : new Readiness.State.Starting(
                "fewer members than a majority are in sight, or copies are still made"));
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public int managementPort() {
    return management.port();
  }

  @Override
  public Future<Void> drain(Duration grace) {
    watch.shutdownNow();
    readiness.become(new Readiness.State.Draining());
    Promise<Void> left = Promise.promise();
    Thread thread =
        new Thread(
            () -> {
              try {
                member.close();
              } finally {
                management.close();
                left.complete();
              }
            },
            "fanfare-leave");
    thread.start();
    return left.future();
  }
}
