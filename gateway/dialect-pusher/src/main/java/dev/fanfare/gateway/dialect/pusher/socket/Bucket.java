package dev.fanfare.gateway.dialect.pusher.socket;

/** How many events a connection may still send this second. */
final class Bucket {
  private static final double NANOS = 1e9;

  private double tokens = -1;
  private long lastNanos;

  /** Takes one, where a second gives so many. */
  boolean take(int perSecond, long nowNanos) {
    tokens =
        tokens < 0
            ? perSecond
            : Math.min(perSecond, tokens + (nowNanos - lastNanos) / NANOS * perSecond);
    lastNanos = nowNanos;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
