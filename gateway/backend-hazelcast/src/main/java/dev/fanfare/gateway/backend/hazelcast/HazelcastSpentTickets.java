package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.IMap;
import dev.fanfare.gateway.port.SpentTickets;
import dev.fanfare.gateway.port.Time;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;

/** Spent tickets, until they are void by themselves. */
public final class HazelcastSpentTickets implements SpentTickets {
  private final IMap<String, Long> spent;
  private final Time time;

  /** Over a client's connection. */
  public HazelcastSpentTickets(StoreClient client, Time time) {
    this.spent = client.instance().getMap(Names.TICKETS);
    this.time = time;
  }

  @Override
  public Future<Spending> spend(String id, Instant until) {
    Promise<Spending> promise = Promise.promise();
    long left = until.toEpochMilli() - time.wallMicros() / 1_000;
    try {
      spent
          .submitToKey(id, new Spend(until.toEpochMilli(), left))
          .whenCompleteAsync(
              (answer, failure) -> {
                if (failure == null) {
                  promise.complete(answer[0] == 1 ? Spending.FIRST : Spending.AGAIN);
                } else {
                  promise.fail(failure);
                }
              },
              Runnable::run);
    } catch (RuntimeException notSent) {
      promise.tryFail(notSent);
    }
    return promise.future();
  }
}
