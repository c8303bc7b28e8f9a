package dev.fanfare.gateway.limits;

import dev.fanfare.protocol.AppId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How fast the callers of each app that have no connection may read, on this gateway, with a burst
 * of two seconds' worth. An entry for each app that ever read: apps are the operator's to make. Any
 * thread.
 */
public final class Reads {
  private final int perSecond;
  private final Map<AppId, Rate> rates = new ConcurrentHashMap<>();

  /** The same rate for every app. */
  public Reads(int perSecond) {
    this.perSecond = perSecond;
  }

  /** The rate. */
  public int perSecond() {
    return perSecond;
  }

  /** 0 where one more may be read now, else after how many nanoseconds. */
  public long tryTake(AppId app, long nowNanos) {
    Rate rate = rates.computeIfAbsent(app, first -> new Rate(perSecond));
    synchronized (rate) {
      return rate.tryTake(1, nowNanos);
    }
  }
}
