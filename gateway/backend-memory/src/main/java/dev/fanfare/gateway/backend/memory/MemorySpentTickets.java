package dev.fanfare.gateway.backend.memory;

import dev.fanfare.gateway.port.SpentTickets;
import dev.fanfare.gateway.port.Time;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/**
 * Spent tickets in memory, for the gateways of one process. At most {@code maxTickets} are
 * remembered; while none of them is void yet, further ones are answered with {@link Spending#FULL}.
 */
public final class MemorySpentTickets implements SpentTickets {
  private final Time time;
  private final int maxTickets;
  private final Set<String> ids = new HashSet<>();
  private final Queue<Spent> byEnd = new PriorityQueue<>(Comparator.comparing(Spent::until));

  /** A list for this many tickets at a time. */
  public MemorySpentTickets(Time time, int maxTickets) {
    this.time = time;
    this.maxTickets = maxTickets;
  }

  private record Spent(String id, Instant until) {}

  @Override
  public synchronized Future<Spending> spend(String id, Instant until) {
    forgetTheVoid();
    if (ids.contains(id)) {
      return Future.succeededFuture(Spending.AGAIN);
    }
    if (ids.size() >= maxTickets) {
      return Future.succeededFuture(Spending.FULL);
    }
    ids.add(id);
    byEnd.add(new Spent(id, until));
    return Future.succeededFuture(Spending.FIRST);
  }

  private void forgetTheVoid() {
    Instant now = Instant.EPOCH.plus(time.wallMicros(), ChronoUnit.MICROS);
    for (Spent next = byEnd.peek(); next != null && !now.isBefore(next.until()); ) {
      ids.remove(next.id());
      byEnd.remove();
      next = byEnd.peek();
    }
  }
}
