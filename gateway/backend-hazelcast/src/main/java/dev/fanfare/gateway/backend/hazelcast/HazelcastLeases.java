package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.cluster.Member;
import dev.fanfare.gateway.port.Leases;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lives of gateways, judged by every member for itself. A beat goes to all of them: one that
 * says {@code Lost} is believed, and a majority has to have heard it.
 */
public final class HazelcastLeases implements Leases {
  private final StoreClient client;
  private final int majority;

  /** By the names under which this process lives: one or two. */
  private final Map<Long, HeardBy> names = new ConcurrentHashMap<>();

  /** Beats over a client's connection. */
  public HazelcastLeases(StoreClient client, StoreOptions options) {
    this.client = client;
    this.majority = options.majority();
  }

  @Override
  public Future<Beat> beat(Lease lease) {
    Map<UUID, Future<byte[]>> asked = new LinkedHashMap<>();
    for (Member member : client.members()) {
      asked.put(member.getUuid(), client.ask(member, new BeatTask(lease)));
    }
    if (asked.size() < majority) {
      return Future.failedFuture("The store has no majority of its members");
    }
    return Future.join(List.copyOf(asked.values()))
        .transform(all -> judge(lease.incarnation(), asked));
  }

  private Future<Beat> judge(long incarnation, Map<UUID, Future<byte[]>> asked) {
    Set<UUID> heard = new HashSet<>();
    long run = 0;
    for (Map.Entry<UUID, Future<byte[]>> one : asked.entrySet()) {
      Future<byte[]> answer = one.getValue();
      if (answer.succeeded()) {
        if (answer.result().length == 0) {
          return lost(incarnation);
        }
        run = Math.max(run, Numbers.number(answer.result()) >>> 1);
        heard.add(one.getKey());
      }
    }
    HeardBy members = names.computeIfAbsent(incarnation, unknown -> new HeardBy());
    if (members.isVoid(asked.keySet(), heard, System.nanoTime())) {
      return lost(incarnation);
    }
    return heard.size() >= majority
        ? Future.succeededFuture(new Beat.Held(run))
        : Future.failedFuture("Only " + heard.size() + " members of the store heard the beat");
  }

  private Future<Beat> lost(long incarnation) {
    names.remove(incarnation);
    return Future.succeededFuture(new Beat.Lost());
  }

  @Override
  public Future<Void> end(long incarnation) {
    names.remove(incarnation);
    return client.askAll(new EndTask(incarnation)).mapEmpty();
  }

  @Override
  public Future<List<Lease>> gateways() {
    List<Member> members = client.members();
    if (members.isEmpty()) {
      return Future.failedFuture("No member of the store is in sight");
    }
    return client
        .ask(members.get(0), new GatewaysTask())
        .map(
            answer -> {
              List<byte[]> blocks = Blocks.split(answer);
              List<Lease> leases = new ArrayList<>(blocks.size() / 2);
              for (int i = 0; i + 1 < blocks.size(); i += 2) {
                leases.add(
                    new Lease(
                        Numbers.number(blocks.get(i)),
                        new String(blocks.get(i + 1), StandardCharsets.UTF_8)));
              }
              return leases;
            });
  }
}
