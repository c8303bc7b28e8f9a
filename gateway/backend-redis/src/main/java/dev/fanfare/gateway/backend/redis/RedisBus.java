package dev.fanfare.gateway.backend.redis;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.Control;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.ChannelKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bus on Redis: to each shard one connection that listens and one that publishes, each found
 * again with jittered pauses when it breaks. While Redis is away publishes fail at once, and
 * follows complete: the store's heads carry on.
 */
public final class RedisBus implements Bus, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisBus.class);

  private final Vertx vertx;
  private final String prefix;
  private final Lines lines;
  private final List<Consumer<Control>> controls = new CopyOnWriteArrayList<>();
  private final List<Runnable> reconnects = new CopyOnWriteArrayList<>();
  private final LongAdder foreign = new LongAdder();

  private RedisBus(Vertx vertx, RedisBusOptions options) {
    this.vertx = vertx;
    this.prefix = options.prefix();
    this.lines =
        options.sharded()
            ? new ShardedRedis(vertx, options, this::reconnected)
            : new OneRedis(vertx, options, this::reconnected, () -> {});
  }

  /**
   * Connects. Fails when Redis is out of reach or refuses; the message says why. Afterwards the bus
   * finds it again by itself.
   */
  public static Future<RedisBus> connect(Vertx vertx, RedisBusOptions options) {
    RedisBus bus = new RedisBus(vertx, options);
    return bus.lines
        .open()
        .compose(opened -> bus.lines.follow(bus.prefix + "control", bus::control))
        .map(bus)
        .recover(
            failure -> {
              // Nobody waits for its end: nothing would be told any more by loops that are closed.
              bus.end().onFailure(late -> LOG.debug("The bus did not close", late));
              return Future.failedFuture(
                  new IllegalStateException(
                      "Redis cannot be used at "
                          + options
                          + ": "
                          + failure.getMessage()
                          + ". Check the address, user and password.",
                      failure));
            });
  }

  @Override
  public Future<Void> publish(ChannelKey key, List<Entry> entries) {
    return lines.publish(nameOf(key), BusWire.entries(entries));
  }

  @Override
  public Future<Subscription> follow(ChannelKey key, Consumer<Entry> listener) {
    AtomicBoolean ended = new AtomicBoolean();
    Consumer<Buffer> reader =
        message -> {
          for (Entry entry : read(message)) {
            if (!ended.get()) {
              tell(listener, entry);
            }
          }
        };
    String name = nameOf(key);
    return lines
        .follow(name, reader)
        .map(
            followed ->
                () -> {
                  ended.set(true);
                  lines.leave(name, reader);
                });
  }

  @Override
  public Future<Void> broadcast(Control message) {
    return lines.publish(prefix + "control", BusWire.control(message));
  }

  @Override
  public Subscription onControl(Consumer<Control> listener) {
    controls.add(listener);
    return () -> controls.remove(listener);
  }

  @Override
  public Subscription onReconnect(Runnable listener) {
    reconnects.add(listener);
    return () -> reconnects.remove(listener);
  }

  @Override
  public void refresh() {
    lines.reopen();
  }

  @Override
  public boolean isInReach() {
    return isConnected();
  }

  /** How many messages came that no gateway of this version can have sent. */
  public long foreignMessages() {
    return foreign.sum();
  }

  /** Whether all connections stand. */
  public boolean isConnected() {
    return lines.isOpen();
  }

  /** Blocking. */
  @Override
  public void close() {
    try {
      end().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException late) {
      LOG.warn("The bus did not close in time", late);
    }
  }

  private Future<Void> end() {
    lines.close();
    return vertx.close();
  }

  private String nameOf(ChannelKey key) {
    return prefix + "c:" + key.text();
  }

  private List<Entry> read(Buffer message) {
    try {
      return BusWire.entries(message);
    } catch (IllegalArgumentException strange) {
      foreign.increment();
      LOG.debug("A message on the bus is not ours", strange);
      return List.of();
    }
  }

  private void control(Buffer message) {
    Control read;
    try {
      read = BusWire.control(message);
    } catch (IllegalArgumentException strange) {
      foreign.increment();
      LOG.debug("A control message on the bus is not ours", strange);
      return;
    }
    controls.forEach(listener -> tell(listener, read));
  }

  /** One that throws harms nobody else, nor what comes after. */
  private static <T> void tell(Consumer<T> listener, T message) {
    try {
      listener.accept(message);
    } catch (RuntimeException broken) {
      LOG.error("Whoever listens to the bus failed", broken);
    }
  }

  private void reconnected() {
    reconnects.forEach(Runnable::run);
  }
}
