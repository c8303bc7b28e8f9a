package dev.fanfare.gateway.boot;

import dev.fanfare.gateway.backend.hazelcast.HazelcastAppOverrides;
import dev.fanfare.gateway.backend.hazelcast.HazelcastChannelStore;
import dev.fanfare.gateway.backend.hazelcast.HazelcastControlList;
import dev.fanfare.gateway.backend.hazelcast.HazelcastFactSource;
import dev.fanfare.gateway.backend.hazelcast.HazelcastLeases;
import dev.fanfare.gateway.backend.hazelcast.HazelcastSessionDirectory;
import dev.fanfare.gateway.backend.hazelcast.HazelcastShares;
import dev.fanfare.gateway.backend.hazelcast.HazelcastSpentTickets;
import dev.fanfare.gateway.backend.hazelcast.HazelcastUsageSink;
import dev.fanfare.gateway.backend.hazelcast.StoreClient;
import dev.fanfare.gateway.backend.hazelcast.StoreMember;
import dev.fanfare.gateway.backend.hazelcast.StoreOptions;
import dev.fanfare.gateway.backend.memory.MemoryAppOverrides;
import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.backend.memory.MemoryChannelStore;
import dev.fanfare.gateway.backend.memory.MemoryControlList;
import dev.fanfare.gateway.backend.memory.MemorySessionDirectory;
import dev.fanfare.gateway.backend.memory.MemorySpentTickets;
import dev.fanfare.gateway.backend.memory.MemoryUsageSink;
import dev.fanfare.gateway.backend.redis.RedisBus;
import dev.fanfare.gateway.backend.redis.RedisBusOptions;
import dev.fanfare.gateway.boot.config.BusConfig;
import dev.fanfare.gateway.boot.config.FanfareConfig;
import dev.fanfare.gateway.boot.config.StoreConfig;
import dev.fanfare.gateway.boot.metrics.Metrics;
import dev.fanfare.gateway.control.RecordedBus;
import dev.fanfare.gateway.edge.loop.EdgeLoops;
import dev.fanfare.gateway.limits.LocalAllowance;
import dev.fanfare.gateway.limits.SharedAllowance;
import dev.fanfare.gateway.port.Allowance;
import dev.fanfare.gateway.port.AppOverrides;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Leases;
import dev.fanfare.gateway.port.SessionDirectory;
import dev.fanfare.gateway.port.SpentTickets;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.gateway.port.UsageSink;
import dev.fanfare.link.FactSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway stands on, as the configuration has it.
 *
 * @param everySecond what is to be done once a second, on one loop
 * @param closing what is to be ended after the gateway, in this order; each may block
 */
record Backends(
    ChannelStore store,
    Leases leases,
    RecordedBus bus,
    AppOverrides overrides,
    Allowance allowance,
    SpentTickets tickets,
    UsageSink usage,
    SessionDirectory owners,
    FactSource facts,
    List<Runnable> everySecond,
    List<Runnable> closing) {
  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);
  private static final int MAX_USAGE_CELLS = 1_000_000;
  private static final int MAX_SPENT_TICKETS = 1_000_000;
  private static final long FIND_STORE_MILLIS = 15_000;

  /** Finds or makes them. Fails with one sentence that says what is missing. */
  static Future<Backends> open(
      FanfareConfig config, Time time, SecureRandom random, Metrics metrics) {
    return bus(config.bus(), metrics)
        .compose(
            bus ->
                switch (config.store().type()) {
                  case MEMORY ->
                      Future.succeededFuture(
                          inMemory(config.store().channels(), bus, time, random, metrics));
                  case HAZELCAST, EMBEDDED ->
                      onThread(() -> onHazelcast(config, bus, time, random, metrics));
                });
  }

  /** Ends them; blocking. */
  void close() {
    for (Runnable each : closing) {
      try {
        each.run();
      } catch (RuntimeException broken) {
        LOG.warn("Something did not end in an orderly way", broken);
      }
    }
  }

  /** What the members of a store and its clients have in common. */
  static StoreOptions options(FanfareConfig config) {
    StoreConfig store = config.store();
    return store.type() == StoreConfig.Type.EMBEDDED
        ? new StoreOptions(
            store.name(),
            secret(config),
            List.of(store.host() + ":" + store.port()),
            1,
            store.channels())
        : new StoreOptions(
            store.name(), secret(config), store.memberList(), store.size(), store.channels());
  }

  private static String secret(FanfareConfig config) {
    return config.cluster().secret().orElse("");
  }

  private static Future<Bus> bus(BusConfig config, Metrics metrics) {
    return switch (config.type()) {
      case MEMORY -> Future.succeededFuture(new MemoryBus());
      case REDIS -> {
        RedisBusOptions usual = RedisBusOptions.at(config.uri());
        RedisBusOptions options =
            new RedisBusOptions(
                config.uri(),
                config.prefix(),
                config.sharded(),
                config.authority(),
                usual.answerWithin());
        yield RedisBus.connect(Vertx.vertx(EdgeLoops.vertxOptions()), options)
            .map(
                bus -> {
                  metrics.watch(
                      "fanfare_bus_connected",
                      "1 while all connections to Redis stand.",
                      () -> bus.isConnected() ? 1 : 0);
                  metrics.watch(
                      "fanfare_bus_foreign_messages",
                      "Messages on Redis that no gateway can have sent.",
                      () -> (int) Math.min(Integer.MAX_VALUE, bus.foreignMessages()));
                  return (Bus) bus;
                });
      }
    };
  }

  private static Backends inMemory(
      int channels, Bus bus, Time time, SecureRandom random, Metrics metrics) {
    MemoryChannelStore store = new MemoryChannelStore(time, random, channels);
    metrics.watch("fanfare_channel_logs", "Channel logs kept in this process.", store::logs);
    RecordedBus recorded = new RecordedBus(bus, new MemoryControlList());
    byte[] name = new byte[12];
    random.nextBytes(name);
    return new Backends(
        store,
        store,
        recorded,
        new MemoryAppOverrides(),
        new LocalAllowance(time),
        new MemorySpentTickets(time, MAX_SPENT_TICKETS),
        new MemoryUsageSink(MAX_USAGE_CELLS),
        MemorySessionDirectory.alone(Base64.getUrlEncoder().withoutPadding().encodeToString(name)),
        store.facts(),
        List.of(store::tick, store::sweep, recorded::tick),
        closing(bus));
  }

  private static Backends onHazelcast(
      FanfareConfig config, Bus bus, Time time, SecureRandom random, Metrics metrics) {
    StoreOptions options = options(config);
    List<Runnable> closing = new ArrayList<>(closing(bus));
    if (config.store().type() == StoreConfig.Type.EMBEDDED) {
      StoreMember member =
          StoreMember.start(options, config.store().host(), config.store().port(), time);
      closing.add(member::close);
    }
    StoreClient client;
    try {
      client = StoreClient.connect(options, FIND_STORE_MILLIS);
    } catch (IllegalStateException missing) {
      closing.forEach(Runnable::run);
      throw missing;
    }
    closing.add(0, client::close);
    metrics.watch("fanfare_store_members", "Members of the store in sight.", client::memberCount);
    metrics.watch(
        "fanfare_store_retries",
        "Calls of the store that were repeated because nobody knew what became of them.",
        () -> (int) Math.min(Integer.MAX_VALUE, client.retries()));
    HazelcastChannelStore store = new HazelcastChannelStore(client);
    HazelcastLeases leases = new HazelcastLeases(client, options);
    RecordedBus recorded = new RecordedBus(bus, new HazelcastControlList(client, random));
    long sharer = random.nextLong();
    SharedAllowance allowance =
        new SharedAllowance(new HazelcastShares(client), () -> sharer, time);
    return new Backends(
        store,
        leases,
        recorded,
        HazelcastAppOverrides.load(client, recorded),
        allowance,
        new HazelcastSpentTickets(client, time),
        new HazelcastUsageSink(client),
        new HazelcastSessionDirectory(client, leases, random),
        new HazelcastFactSource(client, store),
        List.of(() -> allowance.exchange().onFailure(Backends::notShared), recorded::tick),
        closing);
  }

  private static void notShared(Throwable failure) {
    LOG.debug("The limits of apps are not shared at the moment; the last shares hold", failure);
  }

  private static List<Runnable> closing(Bus bus) {
    return bus instanceof RedisBus redis ? List.of(redis::close) : List.of();
  }

  private interface Opening {
    Backends open();
  }

  /** On a thread of its own, because it waits. */
  private static Future<Backends> onThread(Opening opening) {
    Promise<Backends> opened = Promise.promise();
    Thread thread =
        new Thread(
            () -> {
              try {
                opened.complete(opening.open());
              } catch (RuntimeException failed) {
                opened.fail(failed);
              }
            },
            "fanfare-backends");
    thread.setDaemon(true);
    thread.start();
    return opened.future();
  }
}
