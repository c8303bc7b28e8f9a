package dev.fanfare.gateway.log;

import dev.fanfare.gateway.log.LogQuery.Presence;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.PresenceMember;
import dev.fanfare.protocol.Result.PresencePage;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Who is present. */
final class PresenceSet {
  /** No connection id is smaller: the hyphen is the smallest character that one may have. */
  private static final ConnectionId FIRST = new ConnectionId("-");

  /** Nobody's, shared and never changed: most channels have no presence. */
  private static final NavigableMap<MemberKey, Present> NONE = Collections.emptyNavigableMap();

  private NavigableMap<MemberKey, Present> entries = NONE;
  private int clients;

  /**
   * An entry.
   *
   * @param incarnation the gateway that answers for it
   */
  record Present(PresenceMember member, long incarnation) {
    MemberKey key() {
      return new MemberKey(member.client(), member.connection());
    }
  }

  int size() {
    return entries.size();
  }

  /** How many different clients are there. */
  int clients() {
    return clients;
  }

  Optional<Present> find(MemberKey key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** How many entries a client has. */
  int entriesOf(ClientId client) {
    return (int) of(client, FIRST).count();
  }

  /** All entries, in their order. */
  Collection<Present> all() {
    return Collections.unmodifiableCollection(entries.values());
  }

  void put(PresenceMember member, long incarnation) {
    Present present = new Present(member, incarnation);
    if (!isThere(member.client())) {
      clients++;
    }
    if (entries.isEmpty()) {
      entries = new TreeMap<>();
    }
    entries.put(present.key(), present);
  }

  void remove(MemberKey key) {
    if (entries.isEmpty() || entries.remove(key) == null) {
      return;
    }
    if (!isThere(key.client())) {
      clients--;
    }
    if (entries.isEmpty()) {
      entries = NONE;
    }
  }

  private boolean isThere(ClientId client) {
    MemberKey first = entries.ceilingKey(new MemberKey(client, FIRST));
    return first != null && first.client().equals(client);
  }

  /** A page; empty and the last one when the cursor was not given out by a log. */
  PresencePage page(Presence query, Position top) {
    int total = query.client().map(this::entriesOf).orElse(size());
    Optional<MemberKey> after = query.cursor().flatMap(PresenceCursor::read);
    if (query.cursor().isPresent() && after.isEmpty()) {
      return new PresencePage(top, total, List.of(), Optional.empty());
    }
    int limit = Math.max(1, query.limit());
    List<PresenceMember> rest =
        rest(query.client(), after).limit(limit + 1L).map(Present::member).toList();
    if (rest.size() <= limit) {
      return new PresencePage(top, total, rest, Optional.empty());
    }
    PresenceMember last = rest.get(limit - 1);
    String next = PresenceCursor.write(new MemberKey(last.client(), last.connection()));
    return new PresencePage(top, total, rest.subList(0, limit), Optional.of(next));
  }

  private Stream<Present> rest(Optional<ClientId> client, Optional<MemberKey> after) {
    if (client.isEmpty()) {
      return after.map(key -> entries.tailMap(key, false)).orElse(entries).values().stream();
    }
    Optional<ConnectionId> connection =
        after.filter(key -> key.client().equals(client.get())).map(MemberKey::connection);
    return connection
        .map(last -> of(client.get(), last).filter(it -> !it.member().connection().equals(last)))
        .orElseGet(() -> of(client.get(), FIRST));
  }

  private Stream<Present> of(ClientId client, ConnectionId from) {
    return entries.tailMap(new MemberKey(client, from), true).values().stream()
        .takeWhile(present -> present.member().client().equals(client));
  }
}
