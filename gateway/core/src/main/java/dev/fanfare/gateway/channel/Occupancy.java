package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Loops;
import dev.fanfare.protocol.ChannelKey;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the store how many subscribers this gateway has in each channel. Only the newest number
 * counts, so those that come while one waits to be sent take its place. Bounded by the channels
 * that are followed.
 */
final class Occupancy {
  private final ChannelStore store;
  private final Loops loops;
  private final long incarnation;
  private final Map<ChannelKey, Integer> newest = new ConcurrentHashMap<>();
  private final Set<ChannelKey> due = ConcurrentHashMap.newKeySet();

  Occupancy(ChannelStore store, Loops loops, long incarnation) {
    this.store = store;
    this.loops = loops;
    this.incarnation = incarnation;
  }

  /**
   * The channel has this many subscribers here now. Any thread; one channel's calls come one after
   * the other.
   */
  void changed(ChannelKey key, int subscribers) {
    newest.put(key, subscribers);
    if (due.add(key)) {
      // One loop for one channel: its numbers leave in their order.
      loops.of(key.hashCode()).execute(() -> tell(key));
    }
  }

  private void tell(ChannelKey key) {
    due.remove(key);
    Integer subscribers = newest.get(key);
    if (subscribers != null) {
      if (subscribers == 0) {
        newest.remove(key, subscribers);
      }
      store.apply(key, new LogChange.Occupy(incarnation, subscribers));
    }
  }
}
