package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Loops;
import dev.fanfare.gateway.presence.Incarnation;
import dev.fanfare.protocol.ChannelKey;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells the store how many subscribers this gateway has in each channel, until the store has taken
 * it. Only the newest number counts, so those that come while one waits to be sent take its place.
 * Bounded by the channels that are followed, and {@link #MAX_UNTOLD} others of which the store has
 * not taken yet that nobody is left.
 */
final class Occupancy {
  private static final int MAX_UNTOLD = 100_000;
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
  private static final int SLICE = 1_000;
  private static final Duration SLICE_PAUSE = Duration.ofMillis(50);

  private final ChannelStore store;
  private final Loops loops;
  private final Incarnation incarnation;
  private final Map<ChannelKey, Count> newest = new ConcurrentHashMap<>();
  private final Set<ChannelKey> due = ConcurrentHashMap.newKeySet();

  /** Followed channels that the store could not count; a part of {@link #newest}. */
  private final Set<ChannelKey> uncounted = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean waitsForRoom = new AtomicBoolean();

  Occupancy(ChannelStore store, Loops loops, Incarnation incarnation) {
    this.store = store;
    this.loops = loops;
    this.incarnation = incarnation;
  }

  /**
   * The channel has this many subscribers here now. Any thread; one channel's calls come one after
   * the other.
   */
  void changed(ChannelKey key, int subscribers) {
    newest.put(key, new Count(subscribers));
    if (due.add(key)) {
      // One loop for one channel: its numbers leave in their order.
      loopOf(key).execute(() -> tell(key));
    }
  }

  /** Tells all numbers again, a slice after the other. */
  void tellAllAnew() {
    tellAnew(newest.keySet().iterator());
  }

  private void tellAnew(Iterator<ChannelKey> keys) {
    for (int i = 0; i < SLICE && keys.hasNext(); i++) {
      ChannelKey key = keys.next();
      if (due.add(key)) {
        loopOf(key).execute(() -> tell(key));
      }
    }
    if (keys.hasNext()) {
      loops.of(0).schedule(SLICE_PAUSE, () -> tellAnew(keys));
    }
  }

  private void tell(ChannelKey key) {
    due.remove(key);
    Count count = newest.get(key);
    if (count != null) {
      store
          .apply(key, new LogChange.Occupy(incarnation.id(), count.subscribers))
          .onComplete(
              reply -> {
                if (count.subscribers == 0) {
                  newest.remove(key, count);
                  uncounted.remove(key);
                } else if (reply.subscribers() < count.subscribers) {
                  notCounted(key);
                }
              },
              failure -> notTold(key, count));
    }
  }

  private void notTold(ChannelKey key, Count count) {
    if (count.subscribers == 0 && newest.size() > MAX_UNTOLD) {
      newest.remove(key, count);
    } else if (due.add(key)) {
      loopOf(key).schedule(RETRY_DELAY, () -> tell(key));
    }
  }

  /** There is no room for the channel's log now: it is told again, in turn with all the others. */
  private void notCounted(ChannelKey key) {
    uncounted.add(key);
    if (waitsForRoom.compareAndSet(false, true)) {
      loops.of(0).schedule(RETRY_DELAY, this::tellUncounted);
    }
  }

  private void tellUncounted() {
    waitsForRoom.set(false);
    Iterator<ChannelKey> keys = uncounted.iterator();
    for (int i = 0; i < SLICE && keys.hasNext(); i++) {
      ChannelKey key = keys.next();
      keys.remove();
      if (newest.containsKey(key) && due.add(key)) {
        loopOf(key).execute(() -> tell(key));
      }
    }
    if (!uncounted.isEmpty() && waitsForRoom.compareAndSet(false, true)) {
      loops.of(0).schedule(RETRY_DELAY, this::tellUncounted);
    }
  }

  private Loop loopOf(ChannelKey key) {
    return loops.of(key.hashCode());
  }

  /** One number; the same one only when it is the same object. */
  private static final class Count {
    private final int subscribers;

    Count(int subscribers) {
      this.subscribers = subscribers;
    }
  }
}
