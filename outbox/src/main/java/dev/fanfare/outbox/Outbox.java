package dev.fanfare.outbox;

import dev.fanfare.link.FactSource;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Webhooks at work: takes facts, delivers them, tries again, tidies up. Several may work on one
 * database, each process its own.
 *
 * <p><b>Guarantees.</b> A fact that was taken is delivered at least once to every endpoint that
 * asked for it when it was taken, or becomes a dead letter after {@link
 * OutboxOptions#giveUpAfter()}; every attempt carries the same event id. Events of one channel
 * reach an endpoint in order while it answers, and through its first failures. While the database
 * is away facts wait in the logs.
 */
public final class Outbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final Duration BREATH = Duration.ofMillis(200);
  private static final Duration PARTING = Duration.ofSeconds(2);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int PURGE = 10_000;
  private static final int MOST_ROUNDS = 100;

  private final Deliveries deliveries;
  private final Intake intake;
  private final Dispatch dispatch;
  private final Sender sender;
  private final Duration keepEnded;
  private final InstantSource clock;
  private final FactSource facts;
  private final Tally tally = new Tally();
  private final ExecutorService workers;
  private final ScheduledExecutorService timers;
  private volatile Deliveries.Counts counts = new Deliveries.Counts(0, Optional.empty(), 0);

  /** What fails until its next success; at most one for each thing done {@link #every} so often. */
  private final Set<Runnable> failing = ConcurrentHashMap.newKeySet();

  private Outbox(
      Database database,
      FactSource facts,
      Function<AppId, Optional<App>> apps,
      OutboxOptions options,
      InstantSource clock,
      RandomGenerator random) {
    this.keepEnded = options.keepEnded();
    this.clock = clock;
    this.facts = facts;
    this.deliveries = new Deliveries(database);
    this.intake = new Intake(facts, deliveries, apps, clock);
    this.sender = new Sender(options);
    this.workers = Executors.newFixedThreadPool(options.requests(), named("outbox-request-"));
    this.timers = Executors.newScheduledThreadPool(3, named("outbox-"));
    Courier courier = new Courier(deliveries, sender, apps, options, clock, random, tally);
    this.dispatch = new Dispatch(deliveries, courier, options, clock, workers);
  }

  /**
   * Starts one; the database stays its caller's.
   *
   * @param apps the apps as they are now
   */
  public static Outbox start(
      Database database,
      FactSource facts,
      Function<AppId, Optional<App>> apps,
      OutboxOptions options,
      InstantSource clock,
      RandomGenerator random) {
    Outbox outbox = new Outbox(database, facts, apps, options, clock, random);
    outbox.every(BREATH, () -> outbox.untilIdle(outbox.intake::step));
    outbox.every(BREATH, () -> outbox.untilIdle(outbox.dispatch::round));
    outbox.every(Duration.ofSeconds(5), outbox::count);
    outbox.every(MINUTE, outbox::tidy);
    return outbox;
  }

  /**
   * How it stands.
   *
   * @param waiting deliveries that were not heard yet, by what was last counted
   * @param oldestAge since the oldest of them was taken
   * @param deadLetters that somebody may replay
   * @param delivered events that endpoints heard from this process
   * @param failed attempts of this process that were not heard
   * @param dead events that this process gave up
   * @param factsWaiting facts that were not taken yet
   * @param factsLost facts that were lost before they could be taken
   * @param healthy whether the database did everything that it was asked the last time
   */
  public record Status(
      long waiting,
      Duration oldestAge,
      long deadLetters,
      long delivered,
      long failed,
      long dead,
      long factsWaiting,
      long factsLost,
      boolean healthy) {}

  /** How it stands now; never blocks. */
  public Status status() {
    Deliveries.Counts last = counts;
    FactSource.Stock stock = facts.stock();
    return new Status(
        last.waiting(),
        last.oldest()
            .map(oldest -> Duration.between(oldest, clock.instant()))
            .orElse(Duration.ZERO),
        last.dead(),
        tally.delivered(),
        tally.failed(),
        tally.dead(),
        stock.waiting(),
        stock.lost(),
        failing.isEmpty());
  }

  /**
   * Stops taking and sending; requests under way have two seconds to end in. What was cut off is
   * sent again later, by whoever works on the database then.
   */
  @Override
  public void close() {
    timers.shutdownNow();
    workers.shutdown();
    try {
      if (!workers.awaitTermination(PARTING.toMillis(), TimeUnit.MILLISECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException stopped) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
    sender.close();
  }

  private interface Step {
    int run();
  }

  private void untilIdle(Step step) {
    for (int i = 0; i < MOST_ROUNDS && step.run() > 0; i++) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }

  private void count() {
    counts = deliveries.counts();
  }

  private void tidy() {
    Instant before = clock.instant().minus(keepEnded);
    int purged = deliveries.purge(before, PURGE);
    for (int i = 0; i < MOST_ROUNDS && purged == PURGE; i++) {
      purged = deliveries.purge(before, PURGE);
    }
  }

  private void every(Duration pause, Runnable task) {
    ScheduledFuture<?> unused =
        timers.scheduleWithFixedDelay(
            () -> {
              try {
                task.run();
                succeeded(task);
              } catch (RuntimeException broken) {
                failed(task, broken);
              }
            },
            0,
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** A database whose disk is full still answers questions: only when all goes well is it said. */
  private void succeeded(Runnable task) {
    if (failing.remove(task) && failing.isEmpty()) {
      LOG.info("The outbox works again.");
    }
  }

  private void failed(Runnable task, RuntimeException broken) {
    boolean wasHealthy = failing.isEmpty();
    if (failing.add(task) && wasHealthy && !timers.isShutdown()) {
      LOG.error("The outbox waits for its database: {}", broken.getMessage());
    }
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
