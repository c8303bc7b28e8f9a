package dev.fanfare.gateway.backend.hazelcast;

import dev.fanfare.gateway.log.ChangeWire;
import dev.fanfare.gateway.log.LogChange;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

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
      this(change, ChangeWire.encode(change), Promise.promise());
    }

    void answer(byte[] reply) {
      promise.tryComplete(ChangeWire.decodeReply(change, reply));
    }

    void fail(Throwable cause) {
      promise.tryFail(cause);
    }

    /** Whether it may be handed in again when nobody knows whether it was done. */
    boolean isRepeatable() {
      return switch ((LogChange<?>) change) {
        case LogChange.Append append ->
            append.submissions().stream().allMatch(one -> one.dedupe().isPresent());
        case LogChange.Present present -> true;
        case LogChange.Occupy occupy -> true;
        case LogChange.Reap reap -> true;
        case LogChange.MissLast miss -> true;
        case LogChange.ForgetFacts forget -> true;
        case LogChange.Sweep sweep -> true;
      };
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
