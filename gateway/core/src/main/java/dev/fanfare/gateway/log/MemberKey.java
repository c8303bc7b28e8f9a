package dev.fanfare.gateway.log;

import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import java.util.Comparator;

/** Names a presence entry; ordered by client, then connection. */
record MemberKey(ClientId client, ConnectionId connection) implements Comparable<MemberKey> {
  private static final Comparator<MemberKey> ORDER =
      Comparator.<MemberKey, String>comparing(key -> key.client().text())
          .thenComparing(key -> key.connection().text());

  @Override
  public int compareTo(MemberKey other) {
    return ORDER.compare(this, other);
  }
}
