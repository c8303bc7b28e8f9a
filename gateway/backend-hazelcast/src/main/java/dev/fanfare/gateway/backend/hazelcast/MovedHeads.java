package dev.fanfare.gateway.backend.hazelcast;

import dev.fanfare.gateway.log.Head;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the logs stand that changed here lately, in the order of their last change. Each has a
 * number, so that whoever asks again gets only what is new. Bounded: who has not asked for so long
 * that something was forgotten is told so.
 */
final class MovedHeads {
  static final int MOST = 200_000;

  private final LinkedHashMap<String, Moved> moved = new LinkedHashMap<>();
  private long last;
  private long forgotten;

  /** One head. */
  record Moved(long number, Head head) {}

  /**
   * What is new.
   *
   * @param last what to ask with the next time
   * @param complete whether nothing was forgotten that the asker has not seen
   */
  record News(long last, boolean complete, Map<String, Head> heads) {}

  synchronized void moved(String key, Head head) {
    moved.remove(key);
    moved.put(key, new Moved(++last, head));
    if (moved.size() > MOST) {
      Map.Entry<String, Moved> oldest = moved.entrySet().iterator().next();
      forgotten = oldest.getValue().number();
      moved.remove(oldest.getKey());
    }
  }

  synchronized News since(long number) {
    List<Map.Entry<String, Moved>> fresh = new ArrayList<>();
    for (Map.Entry<String, Moved> entry : moved.sequencedEntrySet().reversed()) {
      if (entry.getValue().number() <= number) {
        break;
      }
      fresh.add(entry);
    }
    Map<String, Head> heads = new LinkedHashMap<>();
    fresh.forEach(entry -> heads.put(entry.getKey(), entry.getValue().head()));
    return new News(last, number >= forgotten, heads);
  }
}
