package dev.fanfare.gateway.backend.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection that listens. Everything happens on one context: so one channel's listeners are
 * never called by two threads, and what is followed is known to one thread only.
 */
final class Listening {
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
  private static final int FIRST_PAUSE_MILLIS = 50;
  private static final int LAST_PAUSE_MILLIS = 2_000;
  private static final int AT_ONCE = 500;
  private static final long PING_MILLIS = 1_000;

  private final Context context;
  private final Vertx vertx;
  private final Redis redis;
  private final Runnable reconnected;
  private final long answerMillis;
  private final Map<String, Followed> followed = new HashMap<>();
  private @Nullable RedisConnection connection;
  private volatile boolean open;
  private volatile boolean closed;
  private final boolean sharded;
  private final Runnable moved;
  private final Set<String> unconfirmed = new HashSet<>();
  private boolean everOpen;
  private boolean returning;
  private long heardNanos;

  /** One name and those who listen to it. */
  private static final class Followed {
    private final List<Consumer<Buffer>> listeners = new ArrayList<>(1);
    private Promise<Void> confirmed = Promise.promise();
  }

  /**
   * @param reconnected called when everything is followed again after a break
   * @param moved called when a name is carried by another shard than this one
   */
  Listening(Vertx vertx, RedisBusOptions options, Runnable reconnected, Runnable moved) {
    this.sharded = options.sharded();
    this.moved = moved;
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.redis = Connections.client(vertx, options);
    this.reconnected = reconnected;
    this.answerMillis = options.answerWithin().toMillis();
  }

  Future<Void> open() {
    Promise<Void> opened = Promise.promise();
    context.runOnContext(
        go ->
            redis
                .connect()
                .timeout(answerMillis * 2, TimeUnit.MILLISECONDS)
                .onComplete(
                    connected ->
                        context.runOnContext(
                            here -> {
                              if (connected.failed()) {
                                opened.fail(connected.cause());
                              } else {
                                begin(connected.result());
                                opened.complete();
                              }
                            })));
    return opened.future();
  }

  /** Opens, and goes on trying until it is open. */
  void keepOpen() {
    everOpen = true;
    open().onFailure(failure -> again(FIRST_PAUSE_MILLIS));
  }

  boolean isOpen() {
    return open;
  }

  /**
   * Listens to a name. Completes when Redis has confirmed it; at once while it is out of reach,
   * since it is followed as soon as it is back.
   */
  Future<Void> follow(String name, Consumer<Buffer> listener) {
    Promise<Void> promise = Promise.promise();
    context.runOnContext(
        here -> {
          Followed there = followed.get(name);
          if (there == null) {
            there = new Followed();
            followed.put(name, there);
            if (connection != null) {
              subscribe(connection, List.of(name));
            }
          }
          there.listeners.add(listener);
          if (connection == null) {
            promise.complete();
          } else {
            there
                .confirmed
                .future()
                .timeout(answerMillis, TimeUnit.MILLISECONDS)
                .transform(any -> Future.<Void>succeededFuture())
                .onComplete(promise);
          }
        });
    return promise.future();
  }

  void leave(String name, Consumer<Buffer> listener) {
    context.runOnContext(
        here -> {
          Followed there = followed.get(name);
          if (there != null && there.listeners.remove(listener) && there.listeners.isEmpty()) {
            followed.remove(name);
            confirmed(name);
            if (connection != null) {
              Command end = sharded ? Command.SUNSUBSCRIBE : Command.UNSUBSCRIBE;
              send(connection, end, List.of(name));
            }
          }
        });
  }

  /** Gives the connection up and makes another. */
  void reopen() {
    context.runOnContext(
        here -> {
          if (connection != null) {
            broken(connection);
          }
        });
  }

  void close() {
    closed = true;
    context.runOnContext(
        here -> {
          if (connection != null) {
            connection.close();
            connection = null;
            open = false;
          }
          redis.close();
        });
  }

  private void begin(RedisConnection opened) {
    if (closed) {
      opened.close();
      return;
    }
    connection = opened;
    open = true;
    heardNanos = System.nanoTime();
    opened.exceptionHandler(failure -> context.runOnContext(here -> broken(opened)));
    opened.endHandler(ended -> context.runOnContext(here -> broken(opened)));
    opened.handler(message -> context.runOnContext(here -> heard(message)));
    unconfirmed.clear();
    unconfirmed.addAll(followed.keySet());
    returning = everOpen;
    everOpen = true;
    Iterator<String> names = List.copyOf(followed.keySet()).iterator();
    while (names.hasNext()) {
      List<String> some = new ArrayList<>(AT_ONCE);
      while (names.hasNext() && some.size() < AT_ONCE) {
        some.add(names.next());
      }
      subscribe(opened, some);
    }
    watch(opened);
    vertx.setTimer(answerMillis, late -> context.runOnContext(here -> hasReturned()));
    if (unconfirmed.isEmpty()) {
      hasReturned();
    }
  }

  /** Redis takes names of one slot only in one request. */
  private void subscribe(RedisConnection to, List<String> names) {
    if (sharded) {
      names.forEach(name -> send(to, Command.SSUBSCRIBE, List.of(name)));
    } else {
      send(to, Command.SUBSCRIBE, names);
    }
  }

  private void confirmed(String name) {
    if (unconfirmed.remove(name) && unconfirmed.isEmpty()) {
      hasReturned();
    }
  }

  /** Everything is followed again, or was waited for long enough: the rest is found by heads. */
  private void hasReturned() {
    if (returning) {
      returning = false;
      reconnected.run();
    }
  }

  /** A connection that says nothing to a ping is dead, whatever the operating system thinks. */
  @SuppressWarnings("ReferenceEquality") // this very connection
  private void watch(RedisConnection watched) {
    vertx.setTimer(
        PING_MILLIS,
        due ->
            context.runOnContext(
                here -> {
                  if (connection != watched) {
                    return;
                  }
                  long silence = System.nanoTime() - heardNanos;
                  if (silence > TimeUnit.MILLISECONDS.toNanos(PING_MILLIS + answerMillis)) {
                    LOG.warn("Redis is silent; the listening connection is made anew");
                    broken(watched);
                  } else {
                    send(watched, Command.PING, List.of());
                    watch(watched);
                  }
                }));
  }

  private void heard(Response message) {
    heardNanos = System.nanoTime();
    if (message.type() == ResponseType.ERROR) {
      if (Slots.hasMoved(message.toString())) {
        moved.run();
      } else if (!Refusals.isOfItsDisk(message.toString())) {
        LOG.warn("Redis refuses the listening connection: {}", message);
      }
      return;
    }
    if ((message.type() != ResponseType.MULTI && message.type() != ResponseType.PUSH)
        || message.size() < 2) {
      return;
    }
    switch (message.get(0).toString()) {
      case "message", "smessage" -> {
        Followed there = followed.get(message.get(1).toString());
        if (there != null) {
          Buffer payload = message.get(2).toBuffer();
          for (Consumer<Buffer> listener : List.copyOf(there.listeners)) {
            listener.accept(payload);
          }
        }
      }
      case "subscribe", "ssubscribe" -> {
        String name = message.get(1).toString();
        Followed there = followed.get(name);
        if (there != null) {
          there.confirmed.tryComplete();
        }
        confirmed(name);
      }
      case "sunsubscribe" -> {
        // Not asked for: its slot has gone to another shard.
        if (followed.containsKey(message.get(1).toString())) {
          moved.run();
        }
      }
      default -> LOG.trace("Redis says {}", message);
    }
  }

  private void send(RedisConnection to, Command command, List<String> names) {
    Request request = Request.cmd(command);
    names.forEach(request::arg);
    to.send(request)
        .onSuccess(answer -> context.runOnContext(here -> heardNanos = System.nanoTime()))
        .onFailure(
            failure ->
                context.runOnContext(
                    here -> {
                      if (Slots.hasMoved(failure.getMessage())) {
                        moved.run();
                      } else if (Refusals.isOfItsDisk(failure.getMessage())) {
                        heardNanos = System.nanoTime();
                      } else {
                        broken(to);
                      }
                    }));
  }

  @SuppressWarnings("ReferenceEquality") // this very connection
  private void broken(RedisConnection which) {
    if (connection == which && !closed) {
      connection = null;
      open = false;
      followed
          .values()
          .forEach(
              there -> {
                there.confirmed.tryComplete();
                there.confirmed = Promise.promise();
              });
      which.close();
      again(FIRST_PAUSE_MILLIS);
    }
  }

  private void again(int pauseMillis) {
    long jittered = ThreadLocalRandom.current().nextLong(pauseMillis / 2, pauseMillis + 1L);
    vertx.setTimer(
        Math.max(1, jittered),
        due -> {
          if (!closed) {
            open().onFailure(failure -> again(Math.min(LAST_PAUSE_MILLIS, pauseMillis * 2)));
          }
        });
  }
}
