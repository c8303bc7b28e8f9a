package dev.fanfare.gateway.edge.carried;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Counts requests for sessions that do not exist, so that nobody tries ids. Any thread. What was
 * counted is forgotten after a while, or when too many addresses are known.
 */
final class Misses {
  private static final int MAX_ADDRESSES = 10_000;

  private final CarriedOptions options;
  private final LongSupplier nanos;
  private final ConcurrentHashMap<String, Integer> byAddress = new ConcurrentHashMap<>();
  private long sinceNanos;

  Misses(CarriedOptions options, LongSupplier nanos) {
    this.options = options;
    this.nanos = nanos;
    this.sinceNanos = nanos.getAsLong();
  }

  /** Whether an address has missed too often to be told more. */
  boolean isTooMany(String address) {
    forget();
    return byAddress.getOrDefault(Network.of(address), 0) >= options.missesPerAddress();
  }

  /** One more. */
  void missed(String address) {
    forget();
    byAddress.merge(Network.of(address), 1, Integer::sum);
  }

  private synchronized void forget() {
    long now = nanos.getAsLong();
    if (now - sinceNanos >= options.missesWithin().toNanos() || byAddress.size() > MAX_ADDRESSES) {
      sinceNanos = now;
      byAddress.clear();
    }
  }
}
