package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.IMap;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.log.QueryWire;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The channel logs, kept by members of a Hazelcast cluster of which this gateway is a client. A
 * change is acknowledged when its owner and every backup have it, and read by nobody before.
 *
 * <p>A change whose outcome is unknown, because a member died or did not answer, is handed in again
 * for up to {@link #PATIENCE_MILLIS}: every change may be, because a message without an id gets one
 * here.
 */
public final class HazelcastChannelStore implements ChannelStore {
  /** So long a change is tried. */
  static final long PATIENCE_MILLIS = 2_500;

  private static final long FIRST_RETRY_MILLIS = 20;
  private static final long LAST_RETRY_MILLIS = 400;
  private static final byte[] NOTHING = new byte[0];

  private final StoreClient client;
  private final IMap<String, StoredLog> logs;
  private final Map<String, KeyQueue> queues = new ConcurrentHashMap<>();
  private final HeadFeed heads;
  private final Confirmations confirmations = new Confirmations();

  /** Uses a client's connection. */
  public HazelcastChannelStore(StoreClient client) {
    this.client = client;
    this.logs = client.instance().getMap(Names.LOGS);
    this.heads = new HeadFeed(client);
  }

  @Override
  public <R> Future<R> apply(ChannelKey key, LogChange<R> change) {
    KeyQueue.Pending<R> pending = new KeyQueue.Pending<>(change);
    String name = key.text();
    while (true) {
      KeyQueue queue = queues.computeIfAbsent(name, unknown -> new KeyQueue());
      if (queue.add(pending)) {
        handIn(name, queue);
        return pending.promise().future();
      }
      queues.remove(name, queue);
    }
  }

  @Override
  public <R> Future<R> read(ChannelKey key, LogQuery<R> query) {
    byte[] bytes = QueryWire.encode(query);
    Promise<R> promise = Promise.promise();
    read(key.text(), bytes, query, promise, deadline(), FIRST_RETRY_MILLIS);
    return promise.future();
  }

  @Override
  public Future<Map<ChannelKey, Head>> heads(Collection<ChannelKey> keys) {
    Map<String, ChannelKey> byName = new HashMap<>();
    keys.forEach(key -> byName.put(key.text(), key));
    if (byName.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    Promise<Map<ChannelKey, Head>> promise = Promise.promise();
    logs.submitToKeys(new HashSet<>(byName.keySet()), new Query())
        .whenCompleteAsync(
            (found, failure) -> {
              if (failure != null) {
                promise.fail(failure);
                return;
              }
              Map<ChannelKey, Head> known = new HashMap<>();
              found.forEach(
                  (name, head) -> {
                    ChannelKey key = byName.get(name);
                    if (key != null && head.length > 0) {
                      known.put(key, QueryWire.decodeHead(head));
                    }
                  });
              promise.complete(known);
            },
            Runnable::run);
    return promise.future();
  }

  @Override
  public Subscription watchHeads(Consumer<Map<ChannelKey, Head>> listener) {
    return heads.subscribe(listener);
  }

  @Override
  public Subscription onHeadsMissed(Runnable listener) {
    return heads.onMissed(listener);
  }

  @Override
  public Future<List<Listed>> list(
      AppId app, String prefix, Optional<ChannelName> after, int limit) {
    String from = after.map(ChannelName::text).orElse("");
    return client
        .askAll(new ListTask(app.text(), prefix, from, limit))
        .compose(
            answers -> {
              TreeSet<String> names = new TreeSet<>(StoreKey.ORDER);
              for (byte[] answer : answers) {
                for (byte[] name : Blocks.split(answer)) {
                  names.add(new String(name, StandardCharsets.UTF_8));
                }
              }
              List<String> page = names.stream().limit(limit).toList();
              return states(page)
                  .compose(
                      found ->
                          found.size() == page.size() || page.size() < limit
                              ? Future.succeededFuture(found)
                              : more(app, prefix, page, found, limit));
            });
  }

  /** Some of a page were gone: it is filled up with what follows. */
  private Future<List<Listed>> more(
      AppId app, String prefix, List<String> page, List<Listed> found, int limit) {
    ChannelName last = StoreKey.parse(page.get(page.size() - 1)).channel();
    return list(app, prefix, Optional.of(last), limit - found.size())
        .map(
            rest -> {
              List<Listed> both = new ArrayList<>(found);
              both.addAll(rest);
              return both;
            });
  }

  private Future<List<Listed>> states(List<String> names) {
    if (names.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    LogQuery.Status status = new LogQuery.Status();
    Promise<List<Listed>> promise = Promise.promise();
    Set<String> keys = new HashSet<>(names);
    logs.submitToKeys(keys, new Query(QueryWire.encode(status)))
        .whenCompleteAsync(
            (found, failure) -> {
              if (failure != null) {
                promise.fail(failure);
                return;
              }
              List<Listed> listed = new ArrayList<>();
              for (String name : names) {
                byte[] answer = found.get(name);
                if (answer != null) {
                  LogQuery.State state = QueryWire.decodeAnswer(status, answer);
                  if (state.subscribers() > 0 || state.presenceMembers() > 0) {
                    listed.add(new Listed(StoreKey.parse(name).channel(), state));
                  }
                }
              }
              promise.complete(listed);
            },
            Runnable::run);
    return promise.future();
  }

  private void handIn(String name, KeyQueue queue) {
    List<KeyQueue.Pending<?>> batch = queue.next();
    if (batch.isEmpty()) {
      if (queue.removeIfIdle()) {
        queues.remove(name, queue);
      }
      return;
    }
    send(name, queue, batch, deadline(), FIRST_RETRY_MILLIS);
  }

  private void send(
      String name,
      KeyQueue queue,
      List<KeyQueue.Pending<?>> batch,
      long deadlineNanos,
      long retryMillis) {
    List<byte[]> bytes = new ArrayList<>(batch.size());
    batch.forEach(pending -> bytes.add(pending.bytes()));
    try {
      logs.submitToKey(name, new Changes(bytes))
          .whenCompleteAsync(
              (given, failure) -> {
                byte[] answer = given == null ? NOTHING : (byte[]) given;
                if (Changes.isLater(answer)) {
                  again(name, queue, batch, deadlineNanos, retryMillis, new LaterException());
                } else if (answer.length > 0) {
                  answer(batch, Blocks.split(answer));
                  next(name, queue);
                } else {
                  Throwable cause = failure == null ? new NoMajorityException() : failure;
                  again(name, queue, batch, deadlineNanos, retryMillis, cause);
                }
              },
              Runnable::run);
    } catch (RuntimeException notSent) {
      again(name, queue, batch, deadlineNanos, retryMillis, notSent);
    }
  }

  private void again(
      String name,
      KeyQueue queue,
      List<KeyQueue.Pending<?>> batch,
      long deadlineNanos,
      long retryMillis,
      Throwable cause) {
    if (isLate(deadlineNanos, retryMillis)) {
      batch.forEach(pending -> pending.fail(cause));
      next(name, queue);
      return;
    }
    client.retried();
    client.after(
        retryMillis,
        () ->
            send(name, queue, batch, deadlineNanos, Math.min(LAST_RETRY_MILLIS, retryMillis * 2)));
  }

  private void next(String name, KeyQueue queue) {
    queue.done();
    handIn(name, queue);
  }

  private static void answer(List<KeyQueue.Pending<?>> batch, List<byte[]> replies) {
    for (int i = 0; i < batch.size(); i++) {
      KeyQueue.Pending<?> pending = batch.get(i);
      try {
        pending.answer(replies.get(i));
      } catch (RuntimeException unreadable) {
        pending.fail(unreadable);
      }
    }
  }

  private <R> void read(
      String name,
      byte[] query,
      LogQuery<R> asked,
      Promise<R> promise,
      long deadlineNanos,
      long retryMillis) {
    Runnable again =
        () ->
            read(
                name,
                query,
                asked,
                promise,
                deadlineNanos,
                Math.min(LAST_RETRY_MILLIS, retryMillis * 2));
    try {
      logs.submitToKey(name, new ConfirmedQuery(query, confirmations.of(name)))
          .whenCompleteAsync(
              (given, failure) -> {
                byte[] answer = given == null ? NOTHING : (byte[]) given;
                if (answer.length > 0) {
                  complete(name, promise, asked, answer);
                } else {
                  Throwable cause = failure == null ? new NoMajorityException() : failure;
                  retry(promise, again, deadlineNanos, retryMillis, cause);
                }
              },
              Runnable::run);
    } catch (RuntimeException notSent) {
      retry(promise, again, deadlineNanos, retryMillis, notSent);
    }
  }

  private <R> void retry(
      Promise<R> promise, Runnable again, long deadlineNanos, long retryMillis, Throwable cause) {
    if (isLate(deadlineNanos, retryMillis)) {
      promise.fail(cause);
    } else {
      client.after(retryMillis, again);
    }
  }

  private <R> void complete(String name, Promise<R> promise, LogQuery<R> asked, byte[] answer) {
    try {
      List<byte[]> parts = Blocks.split(answer);
      confirmations.learned(name, Confirmation.of(parts.get(0)));
      promise.complete(QueryWire.decodeAnswer(asked, parts.get(1)));
    } catch (RuntimeException unreadable) {
      promise.fail(unreadable);
    }
  }

  private static boolean isLate(long deadlineNanos, long retryMillis) {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(retryMillis) > deadlineNanos;
  }

  private static long deadline() {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
  }

  /** The owner of a log that is to be made does not know yet whether there is room for it. */
  static final class LaterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LaterException() {
      super("The members of the store still count the app's channels", null, false, false);
    }
  }

  /** The owner of a log does not see a majority of the members. */
  static final class NoMajorityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoMajorityException() {
      super("The store has no majority of its members", null, false, false);
    }
  }
}
