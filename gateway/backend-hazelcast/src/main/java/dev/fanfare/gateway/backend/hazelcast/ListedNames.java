package dev.fanfare.gateway.backend.hazelcast;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The channels that had subscribers or presence when they were last changed here, by app and in the
 * order of their names. After a log has moved to another member its name may still stand here:
 * whoever lists asks the log itself. Bounded by the logs.
 */
final class ListedNames {
  private final Map<String, NavigableSet<String>> byApp = new ConcurrentHashMap<>();

  void put(String key, boolean isListed) {
    String app = StoreKey.app(key);
    if (isListed) {
      byApp.computeIfAbsent(app, unknown -> new ConcurrentSkipListSet<>(StoreKey.ORDER)).add(key);
    } else {
      byApp.computeIfPresent(
          app,
          (known, names) -> {
            names.remove(key);
            return names.isEmpty() ? null : names;
          });
    }
  }

  /** A page of keys. */
  List<String> page(String app, String prefix, String after, int limit) {
    NavigableSet<String> names = byApp.get(app);
    List<String> page = new ArrayList<>();
    if (names == null) {
      return page;
    }
    String start = StoreKey.of(app, prefix);
    String from = StoreKey.of(app, after);
    boolean fromAfter = StoreKey.ORDER.compare(from, start) >= 0 && !after.isEmpty();
    for (String key : fromAfter ? names.tailSet(from, false) : names.tailSet(start, true)) {
      if (page.size() >= limit || !key.startsWith(start)) {
        break;
      }
      page.add(key);
    }
    return page;
  }

  /** All keys. */
  Set<String> all() {
    Set<String> all = new TreeSet<>();
    byApp.values().forEach(all::addAll);
    return all;
  }
}
