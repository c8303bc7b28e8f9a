package dev.fanfare.gateway.backend.memory;

import dev.fanfare.gateway.port.Subscription;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands items to its followers, in the order in which they were offered and never by two threads at
 * once: whoever finds nobody at it drains the queue, everybody else only adds to it. No lock is
 * held while a follower is called, so it may offer, follow and close as it likes.
 *
 * <p>What waits is bounded by weight; beyond it nothing more is taken until the one who drains has
 * caught up.
 */
final class Feed<T> {
  private static final Logger log = LoggerFactory.getLogger(Feed.class);

  private final long maxWaiting;
  private final ToLongFunction<T> weight;

  // Guarded by this.
  private final ArrayDeque<T> queue = new ArrayDeque<>(2);
  private long waiting;
  private boolean draining;

  private volatile List<Follower<T>> followers = List.of();

  Feed(long maxWaiting, ToLongFunction<T> weight) {
    this.maxWaiting = maxWaiting;
    this.weight = weight;
  }

  /**
   * Takes all of these or none; {@link #drain()} delivers them.
   *
   * @return false when too much waits
   */
  synchronized boolean offer(List<T> items) {
    if (followers.isEmpty()) {
      return true;
    }
    long added = 0;
    for (T item : items) {
      added += weight.applyAsLong(item);
    }
    if (waiting > 0 && waiting + added > maxWaiting) {
      return false;
    }
    waiting += added;
    queue.addAll(items);
    return true;
  }

  /** Delivers what waits, unless another thread is at it, or this one further up its stack. */
  void drain() {
    synchronized (this) {
      if (draining) {
        return;
      }
      draining = true;
    }
    for (T item = next(); item != null; item = next()) {
      for (Follower<T> follower : followers) {
        follower.hear(item);
      }
    }
  }

  /** Adds a follower, who hears what is offered from now on. */
  synchronized Feed<T> with(Follower<T> follower) {
    List<Follower<T>> more = new ArrayList<>(followers);
    more.add(follower);
    followers = List.copyOf(more);
    return this;
  }

  /** Takes a follower out, who hears nothing more, but for a call that is under way. */
  synchronized void without(Follower<T> follower) {
    follower.closed = true;
    List<Follower<T>> less = new ArrayList<>(followers);
    less.remove(follower);
    followers = List.copyOf(less);
  }

  /** The same as a port's subscription. */
  Subscription subscribe(Consumer<T> listener) {
    Follower<T> follower = new Follower<>(listener);
    with(follower);
    return () -> without(follower);
  }

  /** Whether nobody follows and nobody is being called. */
  synchronized boolean isIdle() {
    return followers.isEmpty() && !draining;
  }

  private synchronized @Nullable T next() {
    T item = queue.poll();
    if (item == null) {
      draining = false;
    } else {
      waiting -= weight.applyAsLong(item);
    }
    return item;
  }

  /** One who listens. */
  static final class Follower<T> {
    private final Consumer<T> listener;
    private volatile boolean closed;

    Follower(Consumer<T> listener) {
      this.listener = listener;
    }

    private void hear(T item) {
      if (closed) {
        return;
      }
      try {
        listener.accept(item);
      } catch (RuntimeException | Error broken) {
        log.error("A listener threw; the others go on hearing", broken);
      }
    }
  }
}
