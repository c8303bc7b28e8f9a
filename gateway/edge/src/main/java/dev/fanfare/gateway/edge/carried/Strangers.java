package dev.fanfare.gateway.edge.carried;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the sessions of each address whose client has not shown who it is, so that one address
 * does not fill the table. Any thread.
 */
final class Strangers {
  private final int most;
  private final ConcurrentHashMap<String, Integer> byAddress = new ConcurrentHashMap<>();

  Strangers(int most) {
    this.most = most;
  }

  /** Lets one more in; false where there are too many. */
  boolean enter(String address) {
    boolean[] entered = {false};
    byAddress.compute(
        address,
        (key, before) -> {
          int now = before == null ? 0 : before;
          entered[0] = now < most;
          return entered[0] ? Integer.valueOf(now + 1) : before;
        });
    return entered[0];
  }

  /** One of them is known now, or gone. */
  void leave(String address) {
    byAddress.computeIfPresent(address, (key, n) -> n == 1 ? null : n - 1);
  }
}
