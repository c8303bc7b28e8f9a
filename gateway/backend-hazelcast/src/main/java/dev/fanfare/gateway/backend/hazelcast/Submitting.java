package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Calls of an entry's owner, whose answer is a future of ours. */
final class Submitting {
  private Submitting() {}

  /** Fails when it cannot be sent, or its outcome is unknown. */
  static <V> Future<byte[]> to(
      IMap<String, V> map, String key, EntryProcessor<String, V, byte[]> processor) {
    Promise<byte[]> promise = Promise.promise();
    try {
      map.submitToKey(key, processor)
          .whenCompleteAsync(
              (answer, failure) -> {
                if (failure == null) {
                  promise.complete(answer);
                } else {
                  promise.fail(failure);
                }
              },
              Runnable::run);
    } catch (RuntimeException notSent) {
      promise.tryFail(notSent);
    }
    return promise.future();
  }
}
