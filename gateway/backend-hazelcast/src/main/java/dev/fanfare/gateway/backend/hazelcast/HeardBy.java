package dev.fanfare.gateway.backend.hazelcast;

import dev.fanfare.gateway.log.LeaseTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * When each member last heard a gateway under one name. A member that did not hear it for a whole
 * lease may have ended what it answered for, though the majority heard it all along; when that
 * member is gone, nobody else knows. So the name is void then.
 */
final class HeardBy {
  // Guarded by this.
  private final Map<UUID, Long> heardAt = new HashMap<>();

  /**
   * Notes one beat.
   *
   * @param inSight the members that were told
   * @param heard those of them that answered
   * @return whether some member may have held the gateway for dead
   */
  synchronized boolean isVoid(Set<UUID> inSight, Set<UUID> heard, long nowNanos) {
    inSight.forEach(member -> heardAt.putIfAbsent(member, nowNanos));
    heard.forEach(member -> heardAt.put(member, nowNanos));
    boolean silent =
        heardAt.values().stream().anyMatch(at -> nowNanos - at >= LeaseTable.LIFE.toNanos());
    heardAt.keySet().retainAll(inSight);
    return silent;
  }
}
