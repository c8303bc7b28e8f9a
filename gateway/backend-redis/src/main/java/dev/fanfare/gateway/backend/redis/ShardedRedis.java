package dev.fanfare.gateway.backend.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shards of a Redis Cluster. Each name is carried by the shard that owns its slot; who owns
 * what is asked every two seconds, and as soon as a shard says that something has moved. What is
 * followed moves along. What is lost meanwhile the store's heads find.
 *
 * <p>Everything but publishing happens on one context.
 */
final class ShardedRedis implements Lines {
  private static final Logger LOG = LoggerFactory.getLogger(ShardedRedis.class);
  private static final long LOOK_MILLIS = 2_000;
  private static final long LOOK_AT_MOST_MILLIS = 200;

  private final Vertx vertx;
  private final Context context;
  private final RedisBusOptions options;
  private final Runnable reconnected;
  private final OneRedis seed;
  private final Map<String, OneRedis> shards = new ConcurrentHashMap<>();
  private final Map<String, List<Consumer<Buffer>>> followed = new HashMap<>();
  private volatile List<OneRedis> bySlot = List.of();
  private boolean lookComes;
  private volatile boolean closed;

  ShardedRedis(Vertx vertx, RedisBusOptions options, Runnable reconnected) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.options = options;
    this.reconnected = reconnected;
    this.seed = new OneRedis(vertx, options, () -> {}, () -> {});
  }

  /** Who owns a range of slots. */
  private record Range(int from, int to, String host, int port) {}

  @Override
  public Future<Void> open() {
    Promise<Void> opened = Promise.promise();
    seed.open()
        .compose(there -> ranges(seed))
        .onComplete(
            ranges ->
                context.runOnContext(
                    here -> {
                      take(ranges);
                      whenAllStand(System.nanoTime(), opened);
                    }),
            opened::fail);
    return opened.future();
  }

  @Override
  public Future<Void> publish(String name, Buffer message) {
    List<OneRedis> owners = bySlot;
    if (owners.isEmpty()) {
      return Future.failedFuture("Redis is out of reach");
    }
    return owners
        .get(Slots.of(name))
        .publish(name, message)
        .onFailure(
            failure -> {
              if (Slots.hasMoved(failure.getMessage())) {
                lookSoon();
              }
            });
  }

  @Override
  public Future<Void> follow(String name, Consumer<Buffer> listener) {
    Promise<Void> promise = Promise.promise();
    context.runOnContext(
        here -> {
          followed.computeIfAbsent(name, fresh -> new ArrayList<>(1)).add(listener);
          shardOf(name).follow(name, listener).onComplete(promise);
        });
    return promise.future();
  }

  @Override
  public void leave(String name, Consumer<Buffer> listener) {
    context.runOnContext(
        here -> {
          List<Consumer<Buffer>> listeners = followed.get(name);
          if (listeners != null && listeners.remove(listener)) {
            if (listeners.isEmpty()) {
              followed.remove(name);
            }
            shardOf(name).leave(name, listener);
          }
        });
  }

  @Override
  public void reopen() {
    shards.values().forEach(OneRedis::reopen);
  }

  @Override
  public boolean isOpen() {
    return !bySlot.isEmpty() && shards.values().stream().allMatch(OneRedis::isOpen);
  }

  @Override
  public void close() {
    closed = true;
    seed.close();
    shards.values().forEach(OneRedis::close);
  }

  private OneRedis shardOf(String name) {
    return bySlot.isEmpty() ? seed : bySlot.get(Slots.of(name));
  }

  /** A shard that is out of reach at the start keeps nobody waiting: it is found later. */
  private void whenAllStand(long sinceNanos, Promise<Void> opened) {
    boolean late = System.nanoTime() - sinceNanos > options.answerWithin().toNanos();
    if (closed || isOpen() || late) {
      vertx.setTimer(LOOK_MILLIS, due -> look());
      opened.complete();
    } else {
      vertx.setTimer(10, due -> context.runOnContext(here -> whenAllStand(sinceNanos, opened)));
    }
  }

  private void lookSoon() {
    context.runOnContext(
        here -> {
          if (!lookComes) {
            lookComes = true;
            vertx.setTimer(
                LOOK_AT_MOST_MILLIS,
                due -> {
                  lookComes = false;
                  ask();
                });
          }
        });
  }

  private void look() {
    if (!closed) {
      ask();
      vertx.setTimer(LOOK_MILLIS, due -> look());
    }
  }

  private void ask() {
    OneRedis asked = shards.values().stream().filter(OneRedis::isOpen).findAny().orElse(seed);
    ranges(asked).onSuccess(ranges -> context.runOnContext(here -> take(ranges)));
  }

  private Future<List<Range>> ranges(OneRedis asked) {
    return asked
        .ask(Request.cmd(Command.CLUSTER).arg("SLOTS"))
        .map(
            answer -> {
              List<Range> ranges = new ArrayList<>();
              for (Response range : answer) {
                Response owner = range.get(2);
                ranges.add(
                    new Range(
                        Integer.parseInt(range.get(0).toString()),
                        Integer.parseInt(range.get(1).toString()),
                        owner.get(0).toString(),
                        Integer.parseInt(owner.get(1).toString())));
              }
              return ranges;
            });
  }

  private void take(List<Range> ranges) {
    @Nullable OneRedis[] owners = new OneRedis[Slots.COUNT];
    Set<String> owning = new HashSet<>();
    for (Range range : ranges) {
      String address = range.host + ":" + range.port;
      owning.add(address);
      OneRedis shard = shards.computeIfAbsent(address, fresh -> shard(range));
      IntStream.rangeClosed(range.from, range.to).forEach(slot -> owners[slot] = shard);
    }
    List<OneRedis> before = bySlot;
    List<OneRedis> now = new ArrayList<>(Slots.COUNT);
    for (OneRedis owner : owners) {
      now.add(owner == null ? seed : owner); // a slot without an owner: publishes to it fail
    }
    if (closed || now.equals(before)) {
      return;
    }
    bySlot = List.copyOf(now);
    if (!before.isEmpty()) {
      move(before, now);
    }
    shards
        .entrySet()
        .removeIf(
            each -> {
              boolean owns = owning.contains(each.getKey());
              if (!owns) {
                each.getValue().close();
              }
              return !owns;
            });
  }

  private OneRedis shard(Range range) {
    OneRedis shard =
        new OneRedis(vertx, options.on(range.host, range.port), reconnected, this::lookSoon);
    shard.keepOpen();
    return shard;
  }

  private void move(List<OneRedis> before, List<OneRedis> now) {
    List<Future<Void>> moved = new ArrayList<>();
    followed.forEach(
        (name, listeners) -> {
          OneRedis from = before.get(Slots.of(name));
          OneRedis to = now.get(Slots.of(name));
          if (!from.equals(to)) {
            for (Consumer<Buffer> listener : listeners) {
              from.leave(name, listener);
              moved.add(to.follow(name, listener));
            }
          }
        });
    if (!moved.isEmpty()) {
      LOG.info("{} channels have moved to other shards of Redis.", moved.size());
      Future.join(moved).onComplete(done -> reconnected.run());
    }
  }
}
