package dev.fanfare.gateway.session;

import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.Target;
import dev.fanfare.protocol.ConnectionId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which sessions are open, and which of them belong to which app. Any thread. */
final class Registry {
  private final Map<ConnectionId, Session> all = new ConcurrentHashMap<>();
  private final Map<AppId, Set<Session>> byApp = new ConcurrentHashMap<>();

  void add(Session session) {
    all.put(session.id(), session);
  }

  /** Whether the session was known until now. */
  boolean forget(Session session) {
    return all.remove(session.id(), session);
  }

  /** The session has proven to belong to the app. */
  void enter(Session session, AppId app) {
    byApp.compute(
        app,
        (id, sessions) -> {
          Set<Session> members = sessions == null ? ConcurrentHashMap.newKeySet() : sessions;
          members.add(session);
          return members;
        });
  }

  void leave(Session session, AppId app) {
    byApp.computeIfPresent(
        app,
        (id, sessions) -> {
          sessions.remove(session);
          return sessions.isEmpty() ? null : sessions;
        });
  }

  int size() {
    return all.size();
  }

  Collection<Session> all() {
    return all.values();
  }

  Collection<Session> of(AppId app) {
    return byApp.getOrDefault(app, Set.of());
  }

  /** The sessions of an app that a disconnect means. */
  List<Session> targets(AppId app, Target target) {
    return switch (target) {
      case Target.OfConnection(ConnectionId connection) ->
          Optional.ofNullable(all.get(connection))
              .filter(session -> of(app).contains(session))
              .stream()
              .toList();
      case Target.OfClient(ClientId client) ->
          of(app).stream()
              .filter(session -> session.client().filter(client::equals).isPresent())
              .toList();
    };
  }
}
