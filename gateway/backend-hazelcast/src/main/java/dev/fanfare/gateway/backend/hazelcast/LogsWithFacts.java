package dev.fanfare.gateway.backend.hazelcast;

import dev.fanfare.gateway.log.ChannelLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which logs had facts when they were last changed here. One that has moved away may still stand
 * here: whoever asks it finds none. Bounded by the logs. Any thread.
 */
final class LogsWithFacts {
  private final Map<String, Count> counts = new ConcurrentHashMap<>();

  private record Count(int waiting, long lost) {}

  void changed(String key, ChannelLog log) {
    if (log.factsWaiting() == 0 && log.factsDropped() == 0) {
      counts.remove(key);
    } else {
      counts.put(key, new Count(log.factsWaiting(), log.factsDropped()));
    }
  }

  void removed(String key) {
    counts.remove(key);
  }

  long waiting() {
    return counts.values().stream().mapToLong(Count::waiting).sum();
  }

  long lost() {
    return counts.values().stream().mapToLong(Count::lost).sum();
  }

  List<String> some(int limit) {
    List<String> keys = new ArrayList<>();
    for (Map.Entry<String, Count> entry : counts.entrySet()) {
      if (keys.size() >= limit) {
        break;
      }
      if (entry.getValue().waiting > 0) {
        keys.add(entry.getKey());
      }
    }
    return keys;
  }
}
