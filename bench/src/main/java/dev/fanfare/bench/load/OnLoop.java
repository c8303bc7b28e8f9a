package dev.fanfare.bench.load;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/** Asks for what only one loop may touch, from another thread. Blocking. */
record OnLoop(EventLoop loop) {
  private static final Duration AGAIN = Duration.ofMillis(20);

  /** What a task answers that the loop runs. */
  <T> T ask(Callable<T> task) {
    try {
      return loop.submit(task).get();
    } catch (ExecutionException failed) {
      throw new BenchFailure(String.valueOf(failed.getCause()), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted", interrupted);
    }
  }

  /** Asks again and again; false when it was not so within this time. */
  boolean await(Duration within, Callable<Boolean> done) {
    long deadline = System.nanoTime() + within.toNanos();
    while (!ask(done)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Pause.of(AGAIN);
    }
    return true;
  }
}
