package dev.fanfare.gateway.backend.hazelcast;

import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.log.ChangeWire;
import dev.fanfare.gateway.log.Id128;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.gateway.log.LogCounts;
import dev.fanfare.gateway.log.Room;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The changes of one channel that this gateway hands in: one call at a time is under way, and what
 * comes meanwhile goes with the next. So they take effect in their order, whatever is repeated on
 * the way. Guarded by itself.
 */
final class KeyQueue {
  private static final int MOST = 256;
  private static final int MOST_BYTES = 256 << 10;

  private final ArrayDeque<Pending<?>> waiting = new ArrayDeque<>(2);
  private boolean busy;
  private boolean removed;

  /** One change and whoever waits for it. */
  record Pending<R>(LogChange<R> change, byte[] bytes, Promise<R> promise) {
    Pending(LogChange<R> change) {
      this(change, ChangeWire.encode(repeatable(change)), Promise.promise());
    }

    /** Messages without an id get one, by which the log knows them if they are handed in again. */
    private static LogChange<?> repeatable(LogChange<?> change) {
      if (change
          instanceof LogChange.Append(List<Submission> submissions, Bounds bounds, int mostLogs)) {
        return new LogChange.Append(
            submissions.stream().map(Pending::identified).toList(), bounds, mostLogs);
      }
      return change;
    }

    private static Submission identified(Submission one) {
      if (one.dedupe().isPresent()) {
        return one;
      }
      ThreadLocalRandom random = ThreadLocalRandom.current();
      Id128 id = new Id128(random.nextLong(), random.nextLong());
      return new Submission(one.draft(), Optional.of(id), one.clientEvent());
    }

    void answer(byte[] reply) {
      promise.tryComplete(ChangeWire.decodeReply(change, reply));
    }

    void fail(Throwable cause) {
      if (change.makesLog() && cause instanceof HazelcastChannelStore.LaterException) {
        promise.tryComplete(LogCounts.refusal(change, Room.LATER));
      } else {
        promise.tryFail(cause);
      }
    }
  }

  /** Adds a change; false when this queue was taken out of use meanwhile. */
  synchronized boolean add(Pending<?> pending) {
    if (removed) {
      return false;
    }
    waiting.add(pending);
    return true;
  }

  /** What is to be handed in now; empty while a call is under way, or nothing waits. */
  synchronized List<Pending<?>> next() {
    if (busy || waiting.isEmpty()) {
      return List.of();
    }
    busy = true;
    List<Pending<?>> batch = new ArrayList<>(Math.min(waiting.size(), MOST));
    int bytes = 0;
    while (!waiting.isEmpty() && batch.size() < MOST && bytes < MOST_BYTES) {
      Pending<?> pending = waiting.remove();
      bytes += pending.bytes().length;
      batch.add(pending);
    }
    return batch;
  }

  /** The call that was under way is over. */
  synchronized void done() {
    busy = false;
  }

  /** Takes the queue out of use when nothing is in it. */
  synchronized boolean removeIfIdle() {
    removed = !busy && waiting.isEmpty();
    return removed;
  }
}
