package dev.fanfare.gateway.backend.redis;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** What carries named messages: one Redis, or the shards of a cluster. Any thread. */
sealed interface Lines permits OneRedis, ShardedRedis {
  /** Connects; fails when that is not possible now. Afterwards it is found again by itself. */
  Future<Void> open();

  /** Fails at once while whoever carries the name is out of reach. */
  Future<Void> publish(String name, Buffer message);

  /** Completes when messages arrive from now on, or when they cannot for the time being. */
  Future<Void> follow(String name, Consumer<Buffer> listener);

  void leave(String name, Consumer<Buffer> listener);

  /** Makes every connection anew that listens. */
  void reopen();

  /** Whether all connections stand. */
  boolean isOpen();

  void close();
}
