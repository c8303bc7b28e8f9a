package dev.fanfare.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Lets threads do something at the same moment. */
public final class Racing {
  private Racing() {}

  /**
   * Starts so many threads, lets them go at once, and waits for all of them.
   *
   * @param task gets the thread's number, from 0
   * @return what each thread returned, by number
   */
  public static <T> List<T> race(int threads, IntFunction<T> task) {
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<java.util.concurrent.Future<T>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        Callable<T> racer =
            () -> {
              start.await(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
              return task.apply(number);
            };
        results.add(pool.submit(racer));
      }
      List<T> values = new ArrayList<>();
      for (var result : results) {
        values.add(result.get(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS));
      }
      return values;
    } catch (ExecutionException failed) {
      throw new AssertionError("A racing thread failed", failed.getCause());
    } catch (TimeoutException late) {
      throw new AssertionError("The race did not end within " + Patience.LIMIT, late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", interrupted);
    } finally {
      pool.shutdownNow();
    }
  }
}
