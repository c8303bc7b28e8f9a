package dev.fanfare.gateway.backend.hazelcast;

import dev.fanfare.gateway.log.ChannelLog;
import dev.fanfare.gateway.log.FactIndex;
import dev.fanfare.link.FactSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Which of a member's logs have facts waiting. A log without any costs one look into a map, for
 * every change comes through here. Bounded by the logs. Any thread.
 */
final class LogsWithFacts {
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final FactIndex<String, String> index = new FactIndex<>(FactSource.MOST_PER_APP);

  /**
   * A log stands as it does. Called for one log at a time by one thread.
   *
   * @return how many of its oldest facts are to be dropped because its app has too many here
   */
  int changed(String key, ChannelLog log) {
    return counted(key, log.factsWaiting());
  }

  void removed(String key) {
    int unused = counted(key, 0);
  }

  void lost(long facts) {
    if (facts > 0) {
      index.lost(facts);
    }
  }

  long waiting() {
    return index.waiting();
  }

  long lost() {
    return index.lost();
  }

  /** Some logs; apps and logs take turns. */
  List<String> next(int limit) {
    return index.next(limit);
  }

  /** Forgets logs that live elsewhere now. */
  void retain(Predicate<String> livesHere) {
    index.retain(livesHere);
    counts.keySet().removeIf(key -> !livesHere.test(key));
  }

  private int counted(String key, int facts) {
    Integer before = facts == 0 ? counts.remove(key) : counts.put(key, facts);
    int known = before == null ? 0 : before;
    return known == facts ? 0 : index.counted(StoreKey.app(key), key, facts);
  }
}
