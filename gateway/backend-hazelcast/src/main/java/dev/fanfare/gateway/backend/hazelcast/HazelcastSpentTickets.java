package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.IMap;
import dev.fanfare.gateway.port.SpentTickets;
import dev.fanfare.gateway.port.Time;
import io.vertx.core.Future;
import java.time.Instant;

/** Spent tickets, until they are void by themselves. */
public final class HazelcastSpentTickets implements SpentTickets {
  private final IMap<String, Long> spent;
  private final Submitting submitting;
  private final Time time;

  /** Over a client's connection. */
  public HazelcastSpentTickets(StoreClient client, Time time) {
    this.spent = client.instance().getMap(Names.TICKETS);
    this.submitting = new Submitting(client);
    this.time = time;
  }

  @Override
  public Future<Spending> spend(String id, Instant until) {
    long left = until.toEpochMilli() - time.wallMicros() / 1_000;
    return submitting
        .decide(spent, id, new Spend(until.toEpochMilli(), left))
        .map(answer -> answer[0] == 1 ? Spending.FIRST : Spending.AGAIN);
  }
}
