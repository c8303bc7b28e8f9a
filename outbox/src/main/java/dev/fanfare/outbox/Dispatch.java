package dev.fanfare.outbox;

import dev.fanfare.outbox.Deliveries.Claim;
import dev.fanfare.outbox.Deliveries.Endpoint;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Shares the requests under way among the endpoints: each gets a few, one whose last request failed
 * gets one, so that an endpoint that hangs does not use up what the others need. Bounded by the
 * requests of the options. Threads: any.
 */
final class Dispatch {
  private static final int MOST_ENDPOINTS = 1_000;

  private final Deliveries deliveries;
  private final Courier courier;
  private final OutboxOptions options;
  private final InstantSource clock;
  private final Executor workers;
  private final Map<Endpoint, Integer> underWay = new HashMap<>();
  private final Set<Endpoint> failing = new HashSet<>();
  private int all;

  /**
   * A dispatcher.
   *
   * @param workers runs as many tasks at once as the options allow requests
   */
  Dispatch(
      Deliveries deliveries,
      Courier courier,
      OutboxOptions options,
      InstantSource clock,
      Executor workers) {
    this.deliveries = deliveries;
    this.courier = courier;
    this.options = options;
    this.clock = clock;
    this.workers = workers;
  }

  /**
   * Begins what is due and has room.
   *
   * @return how many deliveries were begun
   */
  int round() {
    int begun = 0;
    for (Endpoint endpoint : deliveries.due(clock.instant(), MOST_ENDPOINTS)) {
      int room = reserve(endpoint);
      if (room == 0) {
        continue;
      }
      List<Claim> claims = List.of();
      try {
        claims = deliveries.claim(endpoint, clock.instant(), courier.lease(), room);
      } finally {
        release(endpoint, room - claims.size());
      }
      for (Claim claim : claims) {
        workers.execute(() -> carry(endpoint, claim));
      }
      begun += claims.size();
    }
    return begun;
  }

  private void carry(Endpoint endpoint, Claim claim) {
    boolean heard = false;
    try {
      heard = courier.carry(endpoint, List.of(claim));
    } finally {
      ended(endpoint, heard);
    }
  }

  private synchronized int reserve(Endpoint endpoint) {
    int mine = underWay.getOrDefault(endpoint, 0);
    int most = failing.contains(endpoint) ? 1 : options.requestsPerEndpoint();
    int room = Math.max(0, Math.min(most - mine, options.requests() - all));
    if (room > 0) {
      underWay.put(endpoint, mine + room);
      all += room;
    }
    return room;
  }

  private synchronized void release(Endpoint endpoint, int count) {
    all -= count;
    underWay.computeIfPresent(endpoint, (key, mine) -> mine == count ? null : mine - count);
  }

  private synchronized void ended(Endpoint endpoint, boolean heard) {
    if (heard) {
      failing.remove(endpoint);
    } else if (failing.size() < MOST_ENDPOINTS) {
      failing.add(endpoint);
    }
    release(endpoint, 1);
  }
}
