package dev.fanfare.gateway.backend.hazelcast;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Up to where this gateway knows logs to be confirmed. Bounded: what is forgotten is asked for once
 * more. Any thread.
 */
final class Confirmations {
  static final int MOST = 50_000;

  private final Map<String, Confirmation> known = new ConcurrentHashMap<>();

  Confirmation of(String key) {
    return known.getOrDefault(key, Confirmation.NONE);
  }

  /** Answers may overtake each other: the greater one of a member stays. */
  void learned(String key, Confirmation confirmation) {
    if (confirmation.equals(Confirmation.NONE)) {
      known.remove(key);
      return;
    }
    if (known.size() >= MOST && !known.containsKey(key)) {
      known.clear();
    }
    known.merge(
        key,
        confirmation,
        (old, fresh) ->
            old.writer() == fresh.writer() && old.version() > fresh.version() ? old : fresh);
  }
}
