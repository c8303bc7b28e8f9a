package dev.fanfare.gateway.boot.webhooks;

import dev.fanfare.gateway.boot.config.DatabaseConfig;
import dev.fanfare.gateway.boot.config.FanfareConfig;
import dev.fanfare.gateway.boot.config.WebhooksConfig;
import dev.fanfare.gateway.boot.metrics.Metrics;
import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.link.AppFact;
import dev.fanfare.link.FactSource;
import dev.fanfare.outbox.Outbox;
import dev.fanfare.outbox.OutboxOptions;
import dev.fanfare.outbox.Targets;
import dev.fanfare.protocol.ChannelKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the outbox when the first fact comes that an app wants to hear of, and until then lets the
 * others go. A database that is out of reach is tried again; meanwhile facts wait in the logs.
 */
public final class Webhooks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
  private static final long BREATH_MILLIS = 250;
  private static final int MOST = 500;
  private static final int STEPS_BETWEEN_TRIES = 20;
  private static final Outbox.Status NOTHING =
      new Outbox.Status(0, Duration.ZERO, 0, 0, 0, 0, 0, 0, true);

  private final DatabaseConfig database;
  private final OutboxOptions options;
  private final FactSource facts;
  private final AppDirectory apps;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "webhooks");
            thread.setDaemon(true);
            return thread;
          });
  private int stepsToWait;
  private volatile Optional<Running> running = Optional.empty();

  private record Running(OpenDatabase database, Outbox outbox) {}

  private Webhooks(FanfareConfig config, FactSource facts, AppDirectory apps) {
    this.database = config.database();
    this.options = options(config.webhooks());
    this.facts = facts;
    this.apps = apps;
  }

  /** Starts to look after facts, if there is a database for them. */
  public static Webhooks start(
      FanfareConfig config, FactSource facts, AppDirectory apps, Metrics metrics) {
    Webhooks webhooks = new Webhooks(config, facts, apps);
    ScheduledFuture<?> unused =
        webhooks.timer.scheduleWithFixedDelay(
            webhooks::step, BREATH_MILLIS, BREATH_MILLIS, TimeUnit.MILLISECONDS);
    webhooks.watch(metrics);
    return webhooks;
  }

  /** The outbox, once somebody needed it. */
  public Optional<Outbox> outbox() {
    return running.map(Running::outbox);
  }

  private void step() {
    if (running.isPresent() || stepsToWait-- > 0) {
      return;
    }
    try {
      List<AppFact> waiting = facts.take(MOST);
      if (waiting.stream().anyMatch(this::isWanted)) {
        open();
      } else {
        forget(waiting);
      }
    } catch (IOException | RuntimeException refused) {
      stepsToWait = STEPS_BETWEEN_TRIES;
      LOG.error("Webhooks wait for their database: {}", refused.getMessage());
    }
  }

  private void open() throws IOException {
    OpenDatabase opened = OpenDatabase.open(database);
    running =
        Optional.of(
            new Running(
                opened,
                Outbox.start(
                    opened.database(),
                    facts,
                    apps::app,
                    options,
                    InstantSource.system(),
                    new SecureRandom())));
    LOG.info("Webhooks are delivered from now on.");
  }

  private void forget(List<AppFact> unwanted) {
    Map<ChannelKey, Long> upTo = new HashMap<>();
    unwanted.forEach(fact -> upTo.merge(fact.channel(), fact.sequence(), Math::max));
    facts.acknowledge(upTo);
  }

  private boolean isWanted(AppFact fact) {
    return database.isThere()
        && apps.app(fact.channel().app())
            .filter(app -> !app.options().webhooks().isEmpty())
            .isPresent();
  }

  private void watch(Metrics metrics) {
    watch(metrics, "waiting", "Webhook events not heard yet.", Outbox.Status::waiting);
    watch(
        metrics,
        "oldest_seconds",
        "Age of the oldest event not heard yet.",
        status -> status.oldestAge().toSeconds());
    watch(
        metrics,
        "dead_letters",
        "Events given up that can be replayed.",
        Outbox.Status::deadLetters);
    watch(metrics, "delivered", "Events heard, of this process.", Outbox.Status::delivered);
    watch(metrics, "failed", "Attempts not heard, of this process.", Outbox.Status::failed);
    watch(metrics, "dead", "Events given up by this process.", Outbox.Status::dead);
    metrics.watch(
        "fanfare_facts_waiting",
        "Facts in the logs that nobody took yet.",
        () -> (int) facts.stock().waiting());
    metrics.watch(
        "fanfare_facts_lost",
        "Facts lost because too many of an app waited.",
        () -> (int) facts.stock().lost());
  }

  private void watch(
      Metrics metrics, String name, String help, ToLongFunction<Outbox.Status> value) {
    metrics.watch(
        "fanfare_webhooks_" + name,
        help,
        () -> (int) value.applyAsLong(outbox().map(Outbox::status).orElse(NOTHING)));
  }

  private static OutboxOptions options(WebhooksConfig config) {
    Targets targets =
        switch (config.reach()) {
          case PUBLIC -> Targets.PUBLIC;
          case LOOPBACK -> Targets.LOOPBACK_TOO;
          case ANY -> Targets.ANY;
        };
    return OutboxOptions.DEFAULT
        .withTargets(targets)
        .withTimeout(config.timeout())
        .withGiveUpAfter(config.giveUpAfter())
        .withKeepEnded(config.keepEnded());
  }

  /** Stops; blocking, at most as long as a request may take. */
  @Override
  public void close() {
    timer.shutdownNow();
    running.ifPresent(
        parts -> {
          parts.outbox().close();
          try {
            parts.database().close();
          } catch (IOException alreadyGone) {
            LOG.warn("The embedded database did not stop: {}", alreadyGone.getMessage());
          }
        });
    running = Optional.empty();
  }
}
