package dev.fanfare.gateway.backend.memory;

import dev.fanfare.gateway.port.ShareLedger;
import dev.fanfare.gateway.port.Shares;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.AppId;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Shares of gateways that live in one process. Bounded by the apps in use. Any thread. */
public final class MemoryShares implements Shares {
  private final Time time;
  private final Map<AppId, ShareLedger> ledgers = new HashMap<>();
  private final Map<Long, Long> heardAt = new HashMap<>();

  /** Nobody has anything yet. */
  public MemoryShares(Time time) {
    this.time = time;
  }

  @Override
  public synchronized Future<Answer> exchange(long incarnation, Map<AppId, Demand> demands) {
    long now = time.monotonicNanos();
    heardAt.put(incarnation, now);
    heardAt.values().removeIf(heard -> now - heard > ShareLedger.FORGOTTEN_AFTER.toNanos());
    Map<AppId, Share> shares = new HashMap<>();
    demands.forEach(
        (app, demand) ->
            shares.put(
                app,
                ledgers
                    .computeIfAbsent(app, unknown -> new ShareLedger())
                    .exchange(incarnation, demand, heardAt.size(), now)));
    Set<AppId> others = new HashSet<>(ledgers.keySet());
    others.removeAll(demands.keySet());
    ledgers.entrySet().removeIf(it -> others.contains(it.getKey()) && it.getValue().isEmpty(now));
    return Future.succeededFuture(new Answer(heardAt.size(), shares));
  }
}
