package dev.fanfare.gateway.session;

import dev.fanfare.protocol.Result;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The results of commands that were started together, each put in once and on any thread; read when
 * the last one is there.
 */
final class Gathering {
  private final AtomicReferenceArray<Result> results;
  private final AtomicInteger missing;
  private final Promise<List<Result>> whole = Promise.promise();

  Gathering(int size) {
    results = new AtomicReferenceArray<>(size);
    missing = new AtomicInteger(size);
  }

  int size() {
    return results.length();
  }

  void put(int index, Result result) {
    results.set(index, result);
    if (missing.decrementAndGet() == 0) {
      whole.complete(all());
    }
  }

  /** All results in the order of the commands, where they are there already. */
  Optional<List<Result>> ifComplete() {
    Future<List<Result>> future = whole.future();
    return future.isComplete() ? Optional.of(future.result()) : Optional.empty();
  }

  /** All results in the order of the commands; on the thread that brings the last one. */
  Future<List<Result>> whenComplete() {
    return whole.future();
  }

  private List<Result> all() {
    List<Result> all = new ArrayList<>(results.length());
    for (int i = 0; i < results.length(); i++) {
      all.add(results.get(i));
    }
    return all;
  }
}
