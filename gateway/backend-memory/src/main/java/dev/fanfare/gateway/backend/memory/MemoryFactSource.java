package dev.fanfare.gateway.backend.memory;

import dev.fanfare.gateway.log.Fact;
import dev.fanfare.gateway.log.FactIndex;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.link.AppFact;
import dev.fanfare.link.AppFact.What;
import dev.fanfare.link.FactSource;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.Payload;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The facts that wait in the logs of a {@link MemoryChannelStore}. Never blocks. */
final class MemoryFactSource implements FactSource {
  private static final int MOST_OF_ONE_CHANNEL = 100;

  private final MemoryChannelStore store;
  private final FactIndex<AppId, ChannelKey> waiting;

  MemoryFactSource(MemoryChannelStore store, FactIndex<AppId, ChannelKey> waiting) {
    this.store = store;
    this.waiting = waiting;
  }

  @Override
  public List<AppFact> take(int limit) {
    List<AppFact> facts = new ArrayList<>();
    List<ChannelKey> keys = waiting.next(limit);
    int share = keys.isEmpty() ? 0 : limit / keys.size();
    for (ChannelKey key : keys) {
      int room = Math.min(MOST_OF_ONE_CHANNEL, share);
      store
          .read(key, new LogQuery.SettledFacts(room))
          .result()
          .facts()
          .forEach(
              fact -> facts.add(new AppFact(key, fact.sequence(), fact.timeMicros(), what(fact))));
    }
    return facts;
  }

  @Override
  public void acknowledge(Map<ChannelKey, Long> upTo) {
    upTo.forEach((key, sequence) -> store.forgetFacts(key, sequence));
  }

  @Override
  public Stock stock() {
    return new Stock(waiting.waiting(), waiting.lost());
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
