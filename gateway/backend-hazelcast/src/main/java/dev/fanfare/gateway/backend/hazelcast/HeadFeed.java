package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.cluster.Member;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.QueryWire;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.ChannelKey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Asks every member once a second which heads moved, and tells those who listen. One question to a
 * member at a time: one that does not answer is asked again when it does.
 */
final class HeadFeed {
  private static final long EVERY_MILLIS = 1_000;

  private final StoreClient client;
  private final List<Consumer<Map<ChannelKey, Head>>> listeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> missed = new CopyOnWriteArrayList<>();
  private final Map<UUID, Long> seen = new ConcurrentHashMap<>();
  private final Map<UUID, Boolean> asked = new ConcurrentHashMap<>();

  HeadFeed(StoreClient client) {
    this.client = client;
    client.every(EVERY_MILLIS, this::ask);
  }

  Subscription subscribe(Consumer<Map<ChannelKey, Head>> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Calls whoever must know that some heads were not told and will not be. */
  Subscription onMissed(Runnable listener) {
    missed.add(listener);
    return () -> missed.remove(listener);
  }

  private void ask() {
    if (listeners.isEmpty()) {
      return;
    }
    List<Member> members = client.members();
    // What a member that is gone would have told is told by nobody.
    if (seen.keySet().retainAll(members.stream().map(Member::getUuid).toList())) {
      missed.forEach(Runnable::run);
    }
    for (Member member : members) {
      UUID id = member.getUuid();
      if (asked.putIfAbsent(id, true) == null) {
        client
            .ask(member, new HeadsTask(seen.getOrDefault(id, 0L)))
            .onComplete(
                answer -> {
                  asked.remove(id);
                  take(id, answer);
                },
                failure -> asked.remove(id));
      }
    }
  }

  private void take(UUID member, byte[] answer) {
    List<byte[]> blocks = Blocks.split(answer);
    seen.put(member, Numbers.number(blocks.get(0)));
    if (blocks.get(1)[0] == 0) {
      missed.forEach(Runnable::run);
    }
    Map<ChannelKey, Head> heads = new HashMap<>();
    for (int i = 2; i + 1 < blocks.size(); i += 2) {
      String key = new String(blocks.get(i), StandardCharsets.UTF_8);
      heads.put(StoreKey.parse(key), QueryWire.decodeHead(blocks.get(i + 1)));
    }
    if (!heads.isEmpty()) {
      listeners.forEach(listener -> listener.accept(heads));
    }
  }
}
