package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.IMap;
import dev.fanfare.gateway.port.Shares;
import dev.fanfare.protocol.AppId;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The ledgers of apps in use, each at the member that owns its key. */
public final class HazelcastShares implements Shares {
  /** No app has this id: it counts the gateways. */
  private static final String ALL = "*";

  private static final Demand PRESENT = new Demand(0, 0, 0, 0, 0);

  private final IMap<String, Ledger> ledgers;
  private volatile int gateways = 1;

  /** Over a client's connection. */
  public HazelcastShares(StoreClient client) {
    this.ledgers = client.instance().getMap(Names.SHARES);
  }

  @Override
  public Future<Answer> exchange(long incarnation, Map<AppId, Demand> demands) {
    return Submitting.to(ledgers, ALL, new TakeShare(incarnation, PRESENT, 1))
        .compose(
            counted -> {
              gateways = Math.max(1, TakeShare.gateways(counted));
              Map<AppId, Share> shares = new ConcurrentHashMap<>();
              var asked =
                  demands.entrySet().stream()
                      .map(
                          demand ->
                              Submitting.to(
                                      ledgers,
                                      demand.getKey().text(),
                                      new TakeShare(incarnation, demand.getValue(), gateways))
                                  .onSuccess(
                                      answer ->
                                          shares.put(demand.getKey(), TakeShare.share(answer))))
                      .toList();
              return Future.all(asked).map(all -> new Answer(gateways, new HashMap<>(shares)));
            });
  }
}
