package dev.fanfare.gateway.backend.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The connection that publishes, pipelined. Bounded: what is not answered in time closes it, and so
 * do more than {@link #MOST_UNANSWERED} publishes without an answer.
 */
final class Publishing {
  static final int MOST_UNANSWERED = 50_000;

  private static final int FIRST_PAUSE_MILLIS = 50;
  private static final int LAST_PAUSE_MILLIS = 2_000;

  private final Vertx vertx;
  private final Redis redis;
  private final long answerMillis;
  private final Command command;
  private final AtomicInteger unanswered = new AtomicInteger();
  private volatile @Nullable RedisConnection connection;
  private volatile boolean closed;

  Publishing(Vertx vertx, RedisBusOptions options) {
    this.vertx = vertx;
    this.redis = Connections.client(vertx, options);
    this.answerMillis = options.answerWithin().toMillis();
    this.command = options.sharded() ? Command.SPUBLISH : Command.PUBLISH;
  }

  Future<Void> open() {
    return redis
        .connect()
        .timeout(answerMillis * 2, TimeUnit.MILLISECONDS)
        .compose(
            opened ->
                opened
                    .send(Request.cmd(Command.PING))
                    .recover(Publishing::unlessItsDiskIsFull)
                    .onFailure(refused -> opened.close()) // it would fill the pool
                    .map(opened))
        .map(
            opened -> {
              opened.exceptionHandler(failure -> broken(opened));
              opened.endHandler(ended -> broken(opened));
              connection = opened;
              return null;
            });
  }

  private static Future<Response> unlessItsDiskIsFull(Throwable refused) {
    return Refusals.isOfItsDisk(refused.getMessage())
        ? Future.succeededFuture()
        : Future.failedFuture(refused);
  }

  boolean isOpen() {
    return connection != null;
  }

  Future<Void> publish(String name, Buffer message) {
    RedisConnection to = connection;
    if (to == null) {
      return Future.failedFuture("Redis is out of reach");
    }
    if (unanswered.incrementAndGet() > MOST_UNANSWERED) {
      unanswered.decrementAndGet();
      broken(to);
      return Future.failedFuture("Redis does not keep up");
    }
    return to.send(Request.cmd(command).arg(name).arg(message))
        .timeout(answerMillis, TimeUnit.MILLISECONDS)
        .onComplete(
            answered -> {
              unanswered.decrementAndGet();
              if (answered.failed() && !Slots.hasMoved(answered.cause().getMessage())) {
                broken(to);
              }
            })
        .mapEmpty();
  }

  /** Asks Redis something. */
  Future<Response> ask(Request request) {
    RedisConnection to = connection;
    if (to == null) {
      return Future.failedFuture("Redis is out of reach");
    }
    return to.send(request)
        .timeout(answerMillis, TimeUnit.MILLISECONDS)
        .map(answer -> Objects.requireNonNull(answer, "an answer of Redis"));
  }

  /** Opens, and goes on trying until it is open. */
  void keepOpen() {
    open().onFailure(failure -> again(FIRST_PAUSE_MILLIS));
  }

  void close() {
    closed = true;
    RedisConnection last = connection;
    connection = null;
    if (last != null) {
      last.close();
    }
    redis.close();
  }

  @SuppressWarnings("ReferenceEquality") // this very connection
  private synchronized void broken(RedisConnection which) {
    if (connection == which && !closed) {
      connection = null;
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
