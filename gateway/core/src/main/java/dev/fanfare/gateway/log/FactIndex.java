package dev.fanfare.gateway.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * In which logs facts wait, and how many: an index over the logs of a store, which alone hold the
 * facts. Bounded by the number of logs. Threads: any.
 *
 * @param <A> names an app
 * @param <K> names a log
 */
public final class FactIndex<A, K> {
  private final int mostPerApp;
  private final Map<A, AppCount<K>> apps = new LinkedHashMap<>();
  private long waiting;
  private long lost;

  /** An empty one for apps that may have so many facts waiting. */
  public FactIndex(int mostPerApp) {
    this.mostPerApp = mostPerApp;
  }

  /**
   * A log has so many facts waiting now.
   *
   * @return how many of its oldest are to be dropped because the app has too many
   */
  public synchronized int counted(A appName, K key, int facts) {
    AppCount<K> app = apps.computeIfAbsent(appName, id -> new AppCount<>());
    Integer before = facts == 0 ? app.logs.remove(key) : app.logs.put(key, facts);
    int change = facts - (before == null ? 0 : before);
    app.waiting += change;
    waiting += change;
    if (app.waiting == 0) {
      apps.remove(appName);
    }
    return Math.min(facts, Math.max(0, app.waiting - mostPerApp));
  }

  /** So many facts were lost. */
  public synchronized void lost(long facts) {
    lost += facts;
  }

  /** How many facts were lost so far. */
  public synchronized long lost() {
    return lost;
  }

  /** How many facts wait. */
  public synchronized long waiting() {
    return waiting;
  }

  /** Forgets the logs that are not to be kept. */
  public synchronized void retain(Predicate<K> isKept) {
    apps.values()
        .removeIf(
            app -> {
              app.logs
                  .entrySet()
                  .removeIf(
                      log -> {
                        boolean gone = !isKept.test(log.getKey());
                        int facts = gone ? log.getValue() : 0;
                        app.waiting -= facts;
                        waiting -= facts;
                        return gone;
                      });
              return app.logs.isEmpty();
            });
  }

  /**
   * Logs with waiting facts, at most so many, one app after the other in turn. Those that are named
   * go to the end of the line.
   */
  public synchronized List<K> next(int limit) {
    Map<A, Deque<K>> lines = new LinkedHashMap<>();
    apps.forEach((name, app) -> lines.put(name, new ArrayDeque<>(app.first(limit))));
    List<K> next = new ArrayList<>();
    while (!lines.isEmpty() && next.size() < limit) {
      for (A name : List.copyOf(lines.keySet())) {
        Deque<K> line = lines.getOrDefault(name, new ArrayDeque<>());
        K key = line.removeFirst();
        next.add(key);
        toTheEnd(name, key);
        if (line.isEmpty()) {
          lines.remove(name);
        }
        if (next.size() == limit) {
          break;
        }
      }
    }
    return next;
  }

  private void toTheEnd(A name, K key) {
    AppCount<K> app = apps.remove(name);
    if (app == null) {
      return;
    }
    apps.put(name, app);
    Integer facts = app.logs.remove(key);
    if (facts != null) {
      app.logs.put(key, facts);
    }
  }

  private static final class AppCount<K> {
    final Map<K, Integer> logs = new LinkedHashMap<>();
    int waiting;

    List<K> first(int limit) {
      return logs.keySet().stream().limit(limit).toList();
    }
  }
}
