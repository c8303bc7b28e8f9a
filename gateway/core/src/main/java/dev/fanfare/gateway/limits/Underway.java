package dev.fanfare.gateway.limits;

import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ConnectionId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bytes of messages that were handed to the store and have no answer yet: when the store is
 * slow they would pile up here. Bounded for each connection and each app; one message alone always
 * goes through. Any thread.
 */
public final class Underway {
  private final long appBytes;
  private final long connectionBytes;
  private final Map<Object, Long> bytes = new ConcurrentHashMap<>();

  /**
   * @param appBytes of one app
   * @param connectionBytes of one connection
   */
  public Underway(long appBytes, long connectionBytes) {
    this.appBytes = appBytes;
    this.connectionBytes = connectionBytes;
  }

  /** Takes so many bytes in, or none: then too much waits already. */
  public boolean take(AppId app, Optional<ConnectionId> connection, long count) {
    if (!take(app, appBytes, count)) {
      return false;
    }
    if (connection.isPresent() && !take(connection.get(), connectionBytes, count)) {
      give(app, count);
      return false;
    }
    return true;
  }

  /** They have their answer. */
  public void give(AppId app, Optional<ConnectionId> connection, long count) {
    connection.ifPresent(from -> give(from, count));
    give(app, count);
  }

  /** How many apps and connections have something under way. */
  public int size() {
    return bytes.size();
  }

  private boolean take(Object whose, long most, long count) {
    boolean[] taken = new boolean[1];
    bytes.compute(
        whose,
        (key, before) -> {
          long now = before == null ? 0 : before;
          taken[0] = now == 0 || now + count <= most;
          return taken[0] ? Long.valueOf(now + count) : before;
        });
    return taken[0];
  }

  private void give(Object whose, long count) {
    bytes.computeIfPresent(whose, (key, before) -> before == count ? null : before - count);
  }
}
