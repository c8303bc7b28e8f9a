package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.cluster.Member;
import dev.fanfare.gateway.port.Leases;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The lives of gateways, judged by every member for itself. A beat goes to all of them: one that
 * says {@code Lost} is believed, and a majority has to have heard it.
 */
public final class HazelcastLeases implements Leases {
  private final StoreClient client;
  private final int majority;

  /** Beats over a client's connection. */
  public HazelcastLeases(StoreClient client, StoreOptions options) {
    this.client = client;
    this.majority = options.majority();
  }

  @Override
  public Future<Beat> beat(Lease lease) {
    List<Future<byte[]>> asked =
        client.members().stream().map(member -> client.ask(member, new BeatTask(lease))).toList();
    if (asked.size() < majority) {
      return Future.failedFuture("The store has no majority of its members");
    }
    return Future.join(asked).transform(all -> judge(asked));
  }

  private Future<Beat> judge(List<Future<byte[]>> asked) {
    int heard = 0;
    long run = 0;
    for (Future<byte[]> answer : asked) {
      if (answer.succeeded()) {
        if (answer.result().length == 0) {
          return Future.succeededFuture(new Beat.Lost());
        }
        run = Math.max(run, Numbers.number(answer.result()) >>> 1);
        heard++;
      }
    }
    return heard >= majority
        ? Future.succeededFuture(new Beat.Held(run))
        : Future.failedFuture("Only " + heard + " members of the store heard the beat");
  }

  @Override
  public Future<Void> end(long incarnation) {
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
