package dev.fanfare.gateway.boot.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a gateway running until SIGINT or SIGTERM, then drains it. A second signal ends the process
 * at once. SIGHUP reloads. Blocking: for the main thread.
 */
final class Service {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
  private static final int INTERRUPTED = 130;

  private final CountDownLatch told = new CountDownLatch(1);
  private final AtomicInteger tellings = new AtomicInteger();
  private final Duration leeway;

  /**
   * Listens from now on, so that a signal that comes while the gateway starts is not lost.
   *
   * @param leeway how much longer than its grace a drain may take
   */
  Service(Signals signals, Runnable reload, Duration leeway) {
    this.leeway = leeway;
    signals.on("INT", this::end);
    signals.on("TERM", this::end);
    signals.on("HUP", reload);
  }

  /**
   * Waits for the signal, then drains.
   *
   * @return the exit code: 0 when everything ended in time
   */
  int run(RunningGateway gateway, Duration grace) throws InterruptedException {
    told.await();
    LOG.info(
        "Ending: clients are sent elsewhere, for at most {} s. Once more to end at once.",
        grace.toSeconds());
    try {
      gateway
          .drain(grace)
          .toCompletionStage()
          .toCompletableFuture()
          .get(grace.plus(leeway).toMillis(), TimeUnit.MILLISECONDS);
      LOG.info("Ended.");
      return 0;
    } catch (TimeoutException late) {
      LOG.error("Not everything ended within {} s; the rest is cut off.", grace.toSeconds());
    } catch (ExecutionException broken) {
      LOG.error("Ending went wrong.", broken.getCause());
    }
    return 1;
  }

  private void end() {
    if (tellings.incrementAndGet() > 1) {
      Runtime.getRuntime().halt(INTERRUPTED);
    }
    told.countDown();
  }
}
