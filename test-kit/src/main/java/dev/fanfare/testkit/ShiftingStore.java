package dev.fanfare.testkit;

import dev.fanfare.gateway.log.ChannelLog;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A store whose logs change their owner, go back to what a backup had, and get lost, when a test
 * says so. It runs the one {@link ChannelLog}; each new owner begins a new epoch. One thread at a
 * time.
 */
public final class ShiftingStore implements ChannelStore {
  private final Time time;
  private final Random random;
  private final Map<ChannelKey, ChannelLog> logs = new HashMap<>();
  private final Map<ChannelKey, byte[]> backups = new HashMap<>();
  private final Set<ChannelKey> moved = new LinkedHashSet<>();
  private final List<Consumer<Map<ChannelKey, Head>>> watchers = new CopyOnWriteArrayList<>();
  private long owner = 1;

  /** An empty store that draws its epochs from a seed. */
  public ShiftingStore(Time time, long seed) {
    this.time = time;
    this.random = new Random(seed);
  }

  /**
   * Another member owns all logs from now on, and has everything: the next entry begins an epoch.
   */
  public void changeOwner() {
    owner++;
  }

  /** Everything is lost. */
  public void loseAll() {
    logs.clear();
    owner++;
  }

  /** Remembers what all logs hold now, for {@link #goBack()}. */
  public void backUp() {
    backups.clear();
    logs.forEach((key, log) -> backups.put(key, log.snapshot()));
  }

  /** Another member owns all logs from now on, and has what {@link #backUp()} remembered. */
  public void goBack() {
    logs.clear();
    backups.forEach((key, bytes) -> logs.put(key, ChannelLog.restore(bytes)));
    moved.addAll(logs.keySet());
    owner++;
  }

  /** Tells watchers where the logs stand that changed since the last time. */
  public void tick() {
    Map<ChannelKey, Head> heads = headsOf(moved);
    moved.clear();
    watchers.forEach(watcher -> watcher.accept(heads));
  }

  @Override
  public <R> Future<R> apply(ChannelKey key, LogChange<R> change) {
    moved.add(key);
    ChannelLog log = logs.computeIfAbsent(key, made -> new ChannelLog());
    return Future.succeededFuture(log.apply(change, context()).reply());
  }

  @Override
  public <R> Future<R> read(ChannelKey key, LogQuery<R> query) {
    return Future.succeededFuture(
        Optional.ofNullable(logs.get(key)).orElseGet(ChannelLog::new).read(query, context()));
  }

  @Override
  public Future<Map<ChannelKey, Head>> heads(Collection<ChannelKey> keys) {
    return Future.succeededFuture(headsOf(keys));
  }

  @Override
  public Subscription watchHeads(Consumer<Map<ChannelKey, Head>> listener) {
    watchers.add(listener);
    return () -> watchers.remove(listener);
  }

  @Override
  public Future<List<Listed>> list(
      AppId app, String prefix, Optional<ChannelName> after, int limit) {
    Stream<ChannelName> names =
        logs.keySet().stream()
            .filter(key -> key.app().equals(app))
            .map(ChannelKey::channel)
            .filter(name -> name.text().startsWith(prefix))
            .filter(name -> after.isEmpty() || name.text().compareTo(after.get().text()) > 0)
            .sorted((one, other) -> one.text().compareTo(other.text()));
    return Future.succeededFuture(
        names
            .map(name -> new Listed(name, state(new ChannelKey(app, name))))
            .filter(one -> one.state().subscribers() > 0 || one.state().presenceMembers() > 0)
            .limit(limit)
            .toList());
  }

  private LogQuery.State state(ChannelKey key) {
    return read(key, new LogQuery.Status()).result();
  }

  private Map<ChannelKey, Head> headsOf(Collection<ChannelKey> keys) {
    Map<ChannelKey, Head> heads = new HashMap<>();
    for (ChannelKey key : keys) {
      ChannelLog log = logs.get(key);
      if (log != null) {
        heads.put(key, log.head());
      }
    }
    return heads;
  }

  private ChannelLog.Context context() {
    return new ChannelLog.Context(time.wallMicros(), time.monotonicNanos(), owner, random);
  }
}
