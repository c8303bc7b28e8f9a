package dev.fanfare.testkit;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits in tests for what happens elsewhere: as short as possible, and never longer than {@link
 * #LIMIT}.
 */
public final class Patience {
  /** After this a test fails; far beyond what anything healthy takes, also on a busy machine. */
  public static final Duration LIMIT = Duration.ofSeconds(20);

  private static final long LOOK_AGAIN_NANOS = 500_000;

  private Patience() {}

  /** The future's value. It fails the test when the future fails or does not complete. */
  public static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw new AssertionError("The future failed", failed.getCause());
    } catch (TimeoutException late) {
      throw new AssertionError("The future did not complete within " + LIMIT, late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", interrupted);
    }
  }

  /** Why the future failed. It fails the test when the future succeeds or does not complete. */
  public static Throwable awaitFailure(Future<?> future) {
    until("the future is complete", future::isComplete);
    if (future.succeeded()) {
      throw new AssertionError("The future succeeded: " + future.result());
    }
    return future.cause();
  }

  /** Returns as soon as something is so; fails the test when it does not become so. */
  public static void until(String what, BooleanSupplier isSo) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("Within " + LIMIT + " it did not become so that " + what);
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }
}
