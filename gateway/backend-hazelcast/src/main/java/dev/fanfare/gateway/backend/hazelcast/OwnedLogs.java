package dev.fanfare.gateway.backend.hazelcast;

import dev.fanfare.gateway.log.LogCounts;
import dev.fanfare.gateway.log.Room;
import java.util.HashMap;
import java.util.Map;

/**
 * How many logs of each app this member owns. Each log carries a mark that says in which counting
 * it was counted, so that none is counted twice and nothing beside the log must be kept. What moves
 * to another member says nothing: so the {@link Janitor} counts anew whenever it has gone through
 * all logs that are owned here, and after members came or went at once. A log's calls come from the
 * thread of its partition; otherwise any thread.
 */
final class OwnedLogs {
  private final LogCounts<String> counts;
  private Map<String, Integer> anew = new HashMap<>();
  private boolean counting;

  private volatile boolean waitedFor;

  /** The mark of what is in the counts. */
  private int counted = 1;

  /** The mark of what need not be looked at: while it is counted anew that is in both. */
  private volatile int marking = 1;

  OwnedLogs(int most) {
    counts = new LogCounts<>(most);
  }

  /** Counts a log that is being made, if it may be. */
  synchronized Room make(String app, int mostOfApp, StoredLog log) {
    Room room = counts.take(app, mostOfApp);
    if (room == Room.FREE) {
      mark(app, log);
    } else if (room == Room.LATER) {
      waitedFor = true;
    }
    return room;
  }

  /** A log is owned here. Costs nothing when it was counted before. */
  void seen(String key, StoredLog log) {
    if (log.mark() != marking) {
      count(StoreKey.app(key), log);
    }
  }

  private synchronized void count(String app, StoredLog log) {
    if (log.mark() < counted) {
      counts.found(app);
    }
    mark(app, log);
  }

  private void mark(String app, StoredLog log) {
    if (counting) {
      anew.merge(app, 1, Integer::sum);
    }
    log.mark(marking);
  }

  /** A log is gone, or was not made after all. */
  synchronized void removed(String app, StoredLog log) {
    if (log.mark() >= counted) {
      counts.give(app);
    }
    if (counting && log.mark() == marking) {
      anew.merge(app, -1, Integer::sum);
    }
    log.mark(0);
  }

  /**
   * Begins to count anew: all that are owned here will be {@link #seen}.
   *
   * @return names this counting
   */
  synchronized int begin() {
    counting = true;
    anew = new HashMap<>();
    marking = marking + 1; // guarded: nobody else writes it
    return marking;
  }

  /** All were seen; nothing happens when another counting has begun since. */
  synchronized void end(int mark) {
    if (counting && mark == marking) {
      anew.values().removeIf(logs -> logs == 0);
      counts.recount(anew);
      counted = mark;
      giveUp(mark);
    }
  }

  /** Some may not have been seen: what was known before still holds. */
  synchronized void giveUp(int mark) {
    if (mark == marking) {
      counting = false;
      anew = new HashMap<>();
    }
  }

  /** Whether logs are being counted now. */
  synchronized boolean isCounting() {
    return counting;
  }

  /** What the others own, who know what is owned here too. */
  void told(Map<String, Integer> others, int members) {
    waitedFor = false;
    counts.told(others, members);
  }

  /** What the others own. */
  void heard(Map<String, Integer> others) {
    counts.heard(others);
  }

  /** Whether something was not made because the others had to be asked first. */
  boolean isWaitedFor() {
    return waitedFor;
  }

  /** How many an app has, as far as is known here. */
  long known(String app) {
    return counts.known(app);
  }

  Map<String, Integer> all() {
    return counts.all();
  }

  int total() {
    return counts.total();
  }
}
