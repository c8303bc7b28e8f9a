package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Calls of an entry's owner, whose answer is a future of ours.
 *
 * <p>What is {@link Deciding} is answered by nothing where the owner is not heard by a majority and
 * has done nothing: it is asked again for up to {@link HazelcastChannelStore#PATIENCE_MILLIS}.
 * {@link #UNKNOWN} means that it was done, but may be lost. Else one byte stands before the answer.
 */
final class Submitting {
  static final byte[] NOTHING_DONE = new byte[0];
  static final byte[] UNKNOWN = new byte[] {0};
  private static final byte DONE = 1;
  private static final long RETRY_MILLIS = 100;

  private final StoreClient client;

  Submitting(StoreClient client) {
    this.client = client;
  }

  static byte[] done(byte[] answer) {
    byte[] all = new byte[answer.length + 1];
    all[0] = DONE;
    System.arraycopy(answer, 0, all, 1, answer.length);
    return all;
  }

  /** Fails when it cannot be sent, no majority is heard, or its outcome is unknown. */
  <V> Future<byte[]> decide(IMap<String, V> map, String key, Deciding<V> change) {
    long patience = TimeUnit.MILLISECONDS.toNanos(HazelcastChannelStore.PATIENCE_MILLIS);
    return decide(map, key, change, System.nanoTime() + patience);
  }

  private <V> Future<byte[]> decide(
      IMap<String, V> map, String key, Deciding<V> change, long deadlineNanos) {
    return to(map, key, change)
        .compose(
            given -> {
              byte[] answer = (byte[]) given;
              if (answer.length > 0 && answer[0] == DONE) {
                return Future.succeededFuture(Arrays.copyOfRange(answer, 1, answer.length));
              }
              if (answer.length > 0 || System.nanoTime() - deadlineNanos > 0) {
                return Future.failedFuture(new HazelcastChannelStore.NoMajorityException());
              }
              Promise<byte[]> again = Promise.promise();
              client.after(
                  RETRY_MILLIS, () -> decide(map, key, change, deadlineNanos).onComplete(again));
              return again.future();
            });
  }

  /** Fails when it cannot be sent, or its outcome is unknown. */
  static <V, R> Future<R> to(IMap<String, V> map, String key, EntryProcessor<String, V, R> call) {
    Promise<R> promise = Promise.promise();
    try {
      map.submitToKey(key, call)
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
