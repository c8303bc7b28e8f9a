package dev.fanfare.gateway.backend.memory;

import dev.fanfare.gateway.backend.memory.Feed.Follower;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.Control;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.ChannelKey;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The bus of one process. It delivers on the publisher's thread, before {@link #publish} returns,
 * unless another thread is just delivering in the same channel: then that one delivers these too.
 *
 * <p>Nothing is lost but for one case: when more than {@link #MAX_WAITING_BYTES} of a channel wait
 * for the thread that delivers, a publish fails, and its followers learn of it from the store.
 * There is one feed for each followed channel, so their number is bounded by what the connections
 * of this process may follow.
 */
public final class MemoryBus implements Bus {
  /** How much of one channel may wait for the thread that delivers. */
  public static final long MAX_WAITING_BYTES = 8 << 20;

  private static final int MAX_WAITING_CONTROLS = 10_000;
  private static final int ENTRY_OVERHEAD_BYTES = 64;

  private final Map<ChannelKey, Feed<Entry>> feeds = new ConcurrentHashMap<>();
  private final Feed<Control> controls = new Feed<>(MAX_WAITING_CONTROLS, control -> 1);

  @Override
  public Future<Void> publish(ChannelKey key, List<Entry> entries) {
    Feed<Entry> feed = feeds.get(key);
    if (feed == null) {
      return Future.succeededFuture();
    }
    if (!feed.offer(entries)) {
      return Future.failedFuture("Too much waits for the followers of a channel");
    }
    feed.drain();
    retire(key, feed);
    return Future.succeededFuture();
  }

  @Override
  public Future<Subscription> follow(ChannelKey key, Consumer<Entry> listener) {
    Follower<Entry> follower = new Follower<>(listener);
    Feed<Entry> feed =
        feeds.compute(
            key, (same, present) -> (present == null ? newFeed() : present).with(follower));
    return Future.succeededFuture(
        () -> {
          feed.without(follower);
          retire(key, feed);
        });
  }

  @Override
  public Future<Void> broadcast(Control message) {
    if (!controls.offer(List.of(message))) {
      return Future.failedFuture("Too many control messages wait");
    }
    controls.drain();
    return Future.succeededFuture();
  }

  @Override
  public Subscription onControl(Consumer<Control> listener) {
    return controls.subscribe(listener);
  }

  /** Never calls: memory is never out of reach. */
  @Override
  public Subscription onReconnect(Runnable listener) {
    return () -> {};
  }

  /** How many channels are followed now. */
  public int followedChannels() {
    return feeds.size();
  }

  private static Feed<Entry> newFeed() {
    return new Feed<>(
        MAX_WAITING_BYTES, entry -> (long) entry.bytes().length + ENTRY_OVERHEAD_BYTES);
  }

  /**
   * Forgets a feed without followers. While it still calls one it stays: a newcomer must not be
   * called by a second feed of the same channel at the same time.
   */
  private void retire(ChannelKey key, Feed<Entry> feed) {
    if (feed.isIdle()) {
      feeds.computeIfPresent(
          key, (same, present) -> present == feed && feed.isIdle() ? null : present);
    }
  }
}
