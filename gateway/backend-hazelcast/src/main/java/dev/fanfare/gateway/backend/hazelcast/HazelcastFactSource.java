package dev.fanfare.gateway.backend.hazelcast;

import dev.fanfare.gateway.log.Fact;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.link.AppFact;
import dev.fanfare.link.AppFact.What;
import dev.fanfare.link.FactSource;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.Payload;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The facts that wait in the logs of the store. Every member knows which of its logs have any; each
 * log is asked itself, so that nothing is told that its backups do not hold. Of an app at most
 * {@link FactSource#MOST_PER_APP} facts wait with each member.
 */
public final class HazelcastFactSource implements FactSource {
  private static final int MOST_OF_ONE_CHANNEL = 100;
  private static final int MOST_CHANNELS = 500;
  private static final long PATIENCE_SECONDS = 10;

  private final StoreClient client;
  private final HazelcastChannelStore store;

  /** The facts of a store. */
  public HazelcastFactSource(StoreClient client, HazelcastChannelStore store) {
    this.client = client;
    this.store = store;
  }

  @Override
  public List<AppFact> take(int limit) {
    List<String> some = logs(limit);
    int share = some.isEmpty() ? 0 : Math.max(1, limit / some.size());
    Map<ChannelKey, Future<LogQuery.FactsReply>> asked = new LinkedHashMap<>();
    for (String key : some) {
      ChannelKey channel = StoreKey.parse(key);
      int room = Math.min(MOST_OF_ONE_CHANNEL, share);
      asked.put(channel, store.read(channel, new LogQuery.SettledFacts(room)));
    }
    List<AppFact> facts = new ArrayList<>();
    asked.forEach(
        (channel, reply) ->
            await(reply)
                .facts()
                .forEach(
                    fact ->
                        facts.add(
                            new AppFact(channel, fact.sequence(), fact.timeMicros(), what(fact)))));
    return facts;
  }

  /** Logs that have facts waiting: members take turns, and with each its apps and logs. */
  private List<String> logs(int limit) {
    List<Iterator<byte[]>> members = new ArrayList<>();
    for (byte[] answer : await(client.askAll(new FactsTask(Math.min(limit, MOST_CHANNELS))))) {
      List<byte[]> blocks = Blocks.split(answer);
      members.add(blocks.subList(2, blocks.size()).iterator());
    }
    Collections.shuffle(members);
    Set<String> keys = new LinkedHashSet<>();
    while (keys.size() < limit && members.stream().anyMatch(Iterator::hasNext)) {
      for (Iterator<byte[]> member : members) {
        if (member.hasNext() && keys.size() < limit) {
          keys.add(new String(member.next(), StandardCharsets.UTF_8));
        }
      }
    }
    return List.copyOf(keys);
  }

  @Override
  public void acknowledge(Map<ChannelKey, Long> upTo) {
    List<Future<LogChange.FactsReply>> forgotten = new ArrayList<>(upTo.size());
    upTo.forEach(
        (channel, sequence) ->
            forgotten.add(store.apply(channel, new LogChange.ForgetFacts(sequence))));
    forgotten.forEach(HazelcastFactSource::await);
  }

  @Override
  public Stock stock() {
    long waiting = 0;
    long lost = 0;
    for (byte[] answer : await(client.askAll(new FactsTask(0)))) {
      List<byte[]> blocks = Blocks.split(answer);
      waiting += Numbers.number(blocks.get(0));
      lost += Numbers.number(blocks.get(1));
    }
    return new Stock(waiting, lost);
  }

  private static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking the store", interrupted);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IllegalStateException("The store is out of reach", failed);
    }
  }

  /** Bytes become Base64, as everywhere where only text fits. */
  private static String text(Payload payload) {
    return payload.kind() == Payload.Kind.BINARY
        ? Base64.getEncoder().encodeToString(payload.bytes())
        : payload.text();
  }

  private static What what(Fact fact) {
    return switch (fact) {
      case Fact.Occupied occupied -> new What.Occupied();
      case Fact.Vacated vacated -> new What.Vacated();
      case Fact.MemberAdded added -> new What.MemberAdded(added.client());
      case Fact.MemberRemoved removed -> new What.MemberRemoved(removed.client());
      case Fact.Subscribers subscribers -> new What.Subscribers(subscribers.count());
      case Fact.CacheMissed missed -> new What.CacheMissed();
      case Fact.ClientEvent event ->
          new What.ClientSent(
              event.event(), text(event.payload()), event.connection(), event.client());
    };
  }
}
