package dev.fanfare.gateway.backend.memory;

import dev.fanfare.gateway.log.ChannelLog;
import dev.fanfare.gateway.log.ChannelLog.Context;
import dev.fanfare.gateway.log.Fact;
import dev.fanfare.gateway.log.FactIndex;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LeaseTable;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogCounts;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.log.Room;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Leases;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.link.FactSource;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Position;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The logs of all channels in the memory of one process: one copy, gone with the process.
 *
 * <p><b>Threads.</b> Any. Each log has a lock of its own that is held for one change or question;
 * futures are complete when a method returns. <b>Bound.</b> At most {@code maxLogs} logs, and of
 * each app as many as its changes say; one that would make one more is refused. {@link #sweep()}
 * takes out those that nobody needs any more. <b>Timers.</b> The store has none: its owner calls
 * {@link #tick()} and {@link #sweep()}.
 */
public final class MemoryChannelStore implements ChannelStore, Leases {
  /** How many logs one {@link #sweep()} visits. */
  public static final int SWEEP_SLICE = 10_000;

  private static final int MAX_WAITING_TICKS = 4;

  private final Time time;
  private final RandomGenerator random;
  private final long writer;
  private final boolean keepsFacts;

  private final Map<ChannelKey, StoredLog> logs = new ConcurrentHashMap<>();
  private final LogCounts<AppId> counts;
  private final ListedChannels listed = new ListedChannels();
  private final LeaseTable leases = new LeaseTable();
  private final Map<Long, Lease> gateways = new ConcurrentHashMap<>();

  /** Channels whose head moved since the last tick: at most one entry for each log. */
  private final Set<ChannelKey> moved = ConcurrentHashMap.newKeySet();

  private final FactIndex<AppId, ChannelKey> waitingFacts =
      new FactIndex<>(FactSource.MOST_PER_APP);
  private final FactSource facts = new MemoryFactSource(this, waitingFacts);

  private final Feed<Map<ChannelKey, Head>> heads = new Feed<>(MAX_WAITING_TICKS, batch -> 1);

  private Iterator<Map.Entry<ChannelKey, StoredLog>> sweeping = Collections.emptyIterator();

  /**
   * An empty store.
   *
   * @param random makes epochs, also on several threads at once; {@link java.security.SecureRandom}
   *     does
   * @param maxLogs channels of all apps together
   */
  public MemoryChannelStore(Time time, RandomGenerator random, int maxLogs) {
    this(time, random, maxLogs, true);
  }

  private MemoryChannelStore(Time time, RandomGenerator random, int maxLogs, boolean keepsFacts) {
    this.keepsFacts = keepsFacts;
    this.time = time;
    this.random = random;
    this.writer = random.nextLong();
    this.counts = new LogCounts<>(maxLogs);
  }

  /**
   * An empty store of a process in which nobody takes facts: each sweep forgets them, so that they
   * do not pile up in every channel. Parameters as above.
   */
  public static MemoryChannelStore withoutOutbox(Time time, RandomGenerator random, int maxLogs) {
    return new MemoryChannelStore(time, random, maxLogs, false);
  }

  @Override
  public <R> Future<R> apply(ChannelKey key, LogChange<R> change) {
    while (true) {
      StoredLog stored = logs.get(key);
      if (stored == null) {
        try {
          Optional<R> withoutLog = withoutLog(key, change);
          if (withoutLog.isPresent()) {
            return Future.succeededFuture(withoutLog.get());
          }
          continue;
        } catch (RuntimeException broken) {
          return Future.failedFuture(broken);
        }
      }
      synchronized (stored) {
        if (!stored.removed) {
          try {
            Optional<R> refusal = leases.refusal(change, stored.log, time.monotonicNanos());
            return Future.succeededFuture(
                refusal.isPresent() ? refusal.get() : change(key, stored, change));
          } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
          }
        }
      }
    }
  }

  @Override
  public <R> Future<R> read(ChannelKey key, LogQuery<R> query) {
    StoredLog stored = logs.get(key);
    try {
      if (stored == null) {
        return Future.succeededFuture(new ChannelLog().read(query, context()));
      }
      synchronized (stored) {
        return Future.succeededFuture(stored.log.read(query, context()));
      }
    } catch (RuntimeException broken) {
      return Future.failedFuture(broken);
    }
  }

  @Override
  public Future<Map<ChannelKey, Head>> heads(Collection<ChannelKey> keys) {
    Map<ChannelKey, Head> found = new HashMap<>();
    for (ChannelKey key : keys) {
      StoredLog stored = logs.get(key);
      if (stored != null) {
        synchronized (stored) {
          found.put(key, stored.log.head());
        }
      }
    }
    return Future.succeededFuture(found);
  }

  @Override
  public Subscription watchHeads(Consumer<Map<ChannelKey, Head>> listener) {
    return heads.subscribe(listener);
  }

  @Override
  public Future<List<Listed>> list(
      AppId app, String prefix, Optional<ChannelName> after, int limit) {
    List<Listed> page = new ArrayList<>();
    Iterator<ChannelKey> keys = listed.walk(app, prefix, after);
    while (page.size() < limit && keys.hasNext()) {
      ChannelKey key = keys.next();
      StoredLog stored = logs.get(key);
      if (stored != null) {
        synchronized (stored) {
          if (stored.listed) {
            page.add(new Listed(key.channel(), state(stored)));
          }
        }
      }
    }
    return Future.succeededFuture(page);
  }

  @Override
  public Future<Beat> beat(Lease lease) {
    if (!leases.beat(lease.incarnation(), time.monotonicNanos())) {
      return Future.succeededFuture(new Beat.Lost());
    }
    gateways.put(lease.incarnation(), lease);
    return Future.succeededFuture(new Beat.Held(writer));
  }

  @Override
  public Future<Void> end(long incarnation) {
    leases.end(incarnation);
    reap(incarnation);
    return Future.succeededFuture();
  }

  @Override
  public Future<List<Lease>> gateways() {
    return Future.succeededFuture(List.copyOf(gateways.values()));
  }

  /**
   * Ends what dead gateways answered for, and tells watchers which heads moved since the last time.
   * For the owner's timer, about once a second.
   */
  public void tick() {
    leases.expire(time.monotonicNanos()).forEach(this::reap);
    tellHeads();
  }

  private void reap(long incarnation) {
    gateways.remove(incarnation);
    logs.forEach(
        (key, stored) -> {
          if (stored.listed) {
            apply(key, new LogChange.Reap(incarnation));
          }
        });
  }

  private void tellHeads() {
    Map<ChannelKey, Head> batch = new HashMap<>();
    for (Iterator<ChannelKey> keys = moved.iterator(); keys.hasNext(); ) {
      ChannelKey key = keys.next();
      keys.remove();
      StoredLog stored = logs.get(key);
      if (stored != null) {
        synchronized (stored) {
          batch.put(key, stored.log.head());
        }
      }
    }
    if (batch.isEmpty()) {
      return;
    }
    if (heads.offer(List.of(Collections.unmodifiableMap(batch)))) {
      heads.drain();
    } else {
      moved.addAll(batch.keySet());
    }
  }

  /**
   * Drops what is too old from the next {@link #SWEEP_SLICE} logs, and removes logs that have held
   * nothing for a whole window. For the owner's timer; after the last log it begins anew.
   */
  public synchronized void sweep() {
    if (!sweeping.hasNext()) {
      sweeping = logs.entrySet().iterator();
    }
    for (int i = 0; i < SWEEP_SLICE && sweeping.hasNext(); i++) {
      Map.Entry<ChannelKey, StoredLog> next = sweeping.next();
      sweep(next.getKey(), next.getValue());
    }
  }

  /** The facts that wait in the logs. */
  public FactSource facts() {
    return facts;
  }

  /** How many logs there are now. */
  public int logs() {
    return counts.total();
  }

  /** The answer to a change of a channel without a log, or nothing: then there is one now. */
  private <R> Optional<R> withoutLog(ChannelKey key, LogChange<R> change) {
    ChannelLog none = new ChannelLog();
    Optional<R> refusal = leases.refusal(change, none, time.monotonicNanos());
    if (refusal.isPresent()) {
      return refusal;
    }
    if (!change.makesLog()) {
      return Optional.of(none.apply(change, context()).reply());
    }
    Room room = counts.take(key.app(), change.mostLogs());
    if (room != Room.FREE) {
      return Optional.of(LogCounts.refusal(change, room));
    }
    if (logs.putIfAbsent(key, new StoredLog()) != null) {
      counts.give(key.app());
    }
    return Optional.empty();
  }

  /** With the log's lock held, so that what is remembered of the log is never behind it. */
  private <R> R change(ChannelKey key, StoredLog stored, LogChange<R> change) {
    ChannelLog.Outcome<R> outcome = stored.log.apply(change, context());
    R reply = outcome.reply();
    if (!outcome.facts().isEmpty()) {
      countFacts(key, stored);
    }
    Position top = stored.log.head().top();
    int subscribers = stored.log.subscribers();
    if (!top.equals(stored.top) || subscribers != stored.subscribers) {
      stored.top = top;
      stored.subscribers = subscribers;
      moved.add(key);
    }
    if (changesWhoIsThere(change)) {
      list(key, stored, stored.log.subscribers() > 0 || stored.log.presenceMembers() > 0);
    }
    return reply;
  }

  private static boolean changesWhoIsThere(LogChange<?> change) {
    return switch (change) {
      case LogChange.Present present -> true;
      case LogChange.Occupy occupy -> true;
      case LogChange.Reap reap -> true;
      case LogChange.Append append -> false;
      case LogChange.MissLast miss -> false;
      case LogChange.ForgetFacts forget -> false;
      case LogChange.Sweep sweep -> false;
    };
  }

  private void list(ChannelKey key, StoredLog stored, boolean toBeListed) {
    if (toBeListed && !stored.listed) {
      listed.add(key);
    } else if (!toBeListed && stored.listed) {
      listed.remove(key);
    }
    stored.listed = toBeListed;
  }

  /** Facts up to a sequence are safe; of a log that is not there, there are none. */
  void forgetFacts(ChannelKey key, long upTo) {
    StoredLog stored = logs.get(key);
    if (stored != null) {
      synchronized (stored) {
        if (!stored.removed) {
          stored.log.apply(new LogChange.ForgetFacts(upTo), context());
          countFacts(key, stored);
        }
      }
    }
  }

  /** With the log's lock held: what the app has too many of is dropped here. */
  private void countFacts(ChannelKey key, StoredLog stored) {
    long dropped = stored.log.factsDropped();
    waitingFacts.lost(dropped - stored.factsDropped);
    stored.factsDropped = dropped;
    int surplus = waitingFacts.counted(key.app(), key, stored.log.factsWaiting());
    if (surplus > 0) {
      List<Fact> waiting =
          stored.log.apply(new LogChange.ForgetFacts(0), context()).reply().facts();
      long last = waiting.get(surplus - 1).sequence();
      stored.log.apply(new LogChange.ForgetFacts(last), context());
      waitingFacts.lost(surplus);
      waitingFacts.counted(key.app(), key, stored.log.factsWaiting());
    }
  }

  private LogQuery.State state(StoredLog stored) {
    return stored.log.read(new LogQuery.Status(), context());
  }

  private void forgetFacts(ChannelKey key, StoredLog stored) {
    List<Fact> facts = stored.log.apply(new LogChange.ForgetFacts(0), context()).reply().facts();
    if (!facts.isEmpty()) {
      long last = facts.get(facts.size() - 1).sequence();
      stored.log.apply(new LogChange.ForgetFacts(last), context());
    }
    waitingFacts.counted(key.app(), key, 0);
  }

  private void sweep(ChannelKey key, StoredLog stored) {
    synchronized (stored) {
      if (!keepsFacts) {
        forgetFacts(key, stored);
      }
      if (!stored.log.apply(new LogChange.Sweep(), context()).reply().removable()) {
        return;
      }
      stored.removed = true;
      list(key, stored, false);
      logs.remove(key, stored);
      counts.give(key.app());
    }
  }

  private Context context() {
    return new Context(time.wallMicros(), time.monotonicNanos(), writer, random);
  }
}
