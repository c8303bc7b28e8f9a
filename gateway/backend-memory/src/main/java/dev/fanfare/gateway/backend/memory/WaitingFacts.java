package dev.fanfare.gateway.backend.memory;

import dev.fanfare.link.FactSource;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * In which channels facts wait, and how many: an index over the logs, which alone hold the facts.
 * Bounded by the number of logs. Threads: any.
 */
final class WaitingFacts {
  private final Map<AppId, AppCount> apps = new LinkedHashMap<>();
  private long waiting;
  private long lost;

  /**
   * A log has so many facts waiting now.
   *
   * @return how many of its oldest are to be dropped because the app has too many
   */
  synchronized int counted(ChannelKey key, int facts) {
    AppCount app = apps.computeIfAbsent(key.app(), id -> new AppCount());
    Integer before = facts == 0 ? app.channels.remove(key) : app.channels.put(key, facts);
    int change = facts - (before == null ? 0 : before);
    app.waiting += change;
    waiting += change;
    if (app.waiting == 0) {
      apps.remove(key.app());
    }
    return Math.min(facts, Math.max(0, app.waiting - FactSource.MOST_PER_APP));
  }

  synchronized void lost(long facts) {
    lost += facts;
  }

  synchronized FactSource.Stock stock() {
    return new FactSource.Stock(waiting, lost);
  }

  /**
   * Channels with waiting facts, at most so many, one app after the other in turn. Those that are
   * named go to the end of their app's line.
   */
  synchronized List<ChannelKey> next(int limit) {
    Deque<Deque<ChannelKey>> lines = new ArrayDeque<>();
    apps.values().forEach(app -> lines.add(new ArrayDeque<>(app.first(limit))));
    List<ChannelKey> next = new ArrayList<>();
    while (!lines.isEmpty() && next.size() < limit) {
      Deque<ChannelKey> line = lines.removeFirst();
      ChannelKey key = line.removeFirst();
      next.add(key);
      if (!line.isEmpty()) {
        lines.addLast(line);
      }
    }
    next.forEach(this::toTheEnd);
    return next;
  }

  private void toTheEnd(ChannelKey key) {
    AppCount app = apps.get(key.app());
    Integer facts = app == null ? null : app.channels.remove(key);
    if (app != null && facts != null) {
      app.channels.put(key, facts);
    }
  }

  private static final class AppCount {
    final Map<ChannelKey, Integer> channels = new LinkedHashMap<>();
    int waiting;

    List<ChannelKey> first(int limit) {
      return channels.keySet().stream().limit(limit).toList();
    }
  }
}
