package dev.fanfare.gateway.log;

import java.util.HashMap;
import java.util.Map;

/**
 * How many logs each app has in a store, and whether one more may be made: without a bound an app
 * that publishes to ever new channels would fill the memory of all.
 *
 * <p>In a store of several members each counts what it owns, is told by the others what they own,
 * and makes no more logs of an app in between than its part of what was free then. So all together
 * pass the bound only by what was made while the news were on their way. Bounded by the apps that
 * have logs. Any thread.
 *
 * @param <A> names an app
 */
public final class LogCounts<A> {
  private final int mostInAll;
  private final Map<A, Count> own = new HashMap<>();
  private Map<A, Integer> elsewhere = Map.of();
  private int members = 1;
  private int total;

  /** None yet. */
  public LogCounts(int mostInAll) {
    this.mostInAll = mostInAll;
  }

  /** Counts one more log of an app that may have so many, where there is room for it. */
  public synchronized Room take(A app, int mostOfApp) {
    if (total >= mostInAll) {
      return Room.STORE_IS_FULL;
    }
    Count count = own.getOrDefault(app, new Count());
    long free = (long) mostOfApp - elsewhere.getOrDefault(app, 0) - count.logs;
    if (free <= 0) {
      return Room.APP_IS_FULL;
    }
    if (count.made >= Math.ceilDiv(free + count.made, members)) {
      return Room.LATER;
    }
    own.put(app, count);
    count.logs++;
    count.made++;
    total++;
    return Room.FREE;
  }

  /** Counts a log that is there already. */
  public synchronized void found(A app) {
    own.computeIfAbsent(app, first -> new Count()).logs++;
    total++;
  }

  /** A log is gone. */
  public synchronized void give(A app) {
    Count count = own.get(app);
    if (count != null && count.logs > 0) {
      count.logs--;
      total--;
      count.made = Math.max(0, count.made - 1);
      forgetIfNone(app, count);
    }
  }

  /** So many there are indeed. */
  public synchronized void recount(Map<A, Integer> logs) {
    own.values().forEach(count -> count.logs = 0);
    total = 0;
    logs.forEach(
        (app, number) -> {
          own.computeIfAbsent(app, first -> new Count()).logs = number;
          total += number;
        });
    own.values().removeIf(Count::isNone);
  }

  /**
   * So many logs the others have, who know what there are here too.
   *
   * @param members how many members there are, this one included
   */
  public synchronized void told(Map<A, Integer> others, int members) {
    this.elsewhere = Map.copyOf(others);
    this.members = Math.max(1, members);
    own.values().forEach(count -> count.made = 0);
    own.values().removeIf(Count::isNone);
  }

  /** So many logs the others have; what may be made before they are told counts on. */
  public synchronized void heard(Map<A, Integer> others) {
    this.elsewhere = Map.copyOf(others);
  }

  /** How many an app has here and, as far as was told, elsewhere. */
  public synchronized long known(A app) {
    Count count = own.get(app);
    return (count == null ? 0L : count.logs) + elsewhere.getOrDefault(app, 0);
  }

  /** How many there are here, app by app. */
  public synchronized Map<A, Integer> all() {
    Map<A, Integer> all = new HashMap<>();
    own.forEach((app, count) -> all.put(app, count.logs));
    return all;
  }

  /** How many there are here. */
  public synchronized int total() {
    return total;
  }

  /** The answer to a change for which no log is made. */
  @SuppressWarnings("unchecked") // each kind of change is answered by its own kind of reply
  public static <R> R refusal(LogChange<R> change, Room why) {
    return (R)
        switch (change) {
          case LogChange.Append append -> new LogChange.AppendReply.NoLog(why);
          case LogChange.Present present -> new LogChange.PresentReply.NoLog(why);
          case LogChange.Occupy occupy -> new LogChange.OccupyReply(0);
          case LogChange.MissLast miss -> new LogChange.MissLastReply(false);
          case LogChange.Reap reap -> throw makesNone(change);
          case LogChange.ForgetFacts forget -> throw makesNone(change);
          case LogChange.Sweep sweep -> throw makesNone(change);
        };
  }

  private static IllegalArgumentException makesNone(LogChange<?> change) {
    return new IllegalArgumentException("This change makes no log: " + change);
  }

  private void forgetIfNone(A app, Count count) {
    if (count.isNone()) {
      own.remove(app);
    }
  }

  private static final class Count {
    private int logs;

    /** Since the others were heard. */
    private int made;

    boolean isNone() {
      return logs == 0 && made == 0;
    }
  }
}
