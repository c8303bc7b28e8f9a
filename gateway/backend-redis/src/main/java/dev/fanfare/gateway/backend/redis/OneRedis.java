package dev.fanfare.gateway.backend.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Consumer;

/** One Redis server: one connection that listens, one that publishes. */
final class OneRedis implements Lines {
  private final Listening listening;
  private final Publishing publishing;

  /**
   * @param moved called when it says that another shard carries a name
   */
  OneRedis(Vertx vertx, RedisBusOptions options, Runnable reconnected, Runnable moved) {
    this.publishing = new Publishing(vertx, options);
    this.listening = new Listening(vertx, options, reconnected, moved);
  }

  @Override
  public Future<Void> open() {
    return publishing.open().compose(opened -> listening.open());
  }

  /** Opens, and goes on trying until it is open. */
  void keepOpen() {
    publishing.keepOpen();
    listening.keepOpen();
  }

  /** Asks it something. */
  Future<Response> ask(Request request) {
    return publishing.ask(request);
  }

  @Override
  public Future<Void> publish(String name, Buffer message) {
    return publishing.publish(name, message);
  }

  @Override
  public Future<Void> follow(String name, Consumer<Buffer> listener) {
    return listening.follow(name, listener);
  }

  @Override
  public void leave(String name, Consumer<Buffer> listener) {
    listening.leave(name, listener);
  }

  @Override
  public void reopen() {
    listening.reopen();
  }

  @Override
  public boolean isOpen() {
    return publishing.isOpen() && listening.isOpen();
  }

  @Override
  public void close() {
    listening.close();
    publishing.close();
  }
}
