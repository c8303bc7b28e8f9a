package dev.fanfare.gateway.boot.metrics;

import dev.fanfare.gateway.port.Telemetry;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Result.Continuity;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every metric of a gateway, and the only class that knows the library behind it. Labels come from
 * closed lists of ours: no tenant, channel or client ever becomes one. Any thread; adding is a few
 * nanoseconds.
 */
public final class Metrics implements Telemetry {
  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);
  private final CollectorRegistry registry = new CollectorRegistry();

  private final Gauge connections = gauge("fanfare_connections", "Open connections.", "dialect");
  private final Counter opened =
      counter("fanfare_connections_opened_total", "Connections that were opened.", "dialect");
  private final Counter.Child received =
      counter("fanfare_messages_received_total", "Transport messages that came from clients.")
          .labels();
  private final Counter.Child published =
      counter("fanfare_messages_published_total", "Messages that were stored.").labels();
  private final Counter.Child delivered =
      counter(
              "fanfare_messages_delivered_total",
              "Messages that were written to a subscriber's socket.")
          .labels();
  private final Map<FaultCode, Counter.Child> refused = new EnumMap<>(FaultCode.class);
  private final Counter resumes =
      counter(
          "fanfare_subscriptions_total",
          "Subscriptions, by how they joined what the client knew.",
          "answer");
  private final Counter.Child full = resumes.labels("full");
  private final Counter.Child gap = resumes.labels("gap");
  private final Counter.Child reset = resumes.labels("reset");
  private final Counter.Child backfills =
      counter(
              "fanfare_gap_backfills_total",
              "Times the store was asked for what the bus did not bring.")
          .labels();
  private final Counter.Child gapsToClients =
      counter(
              "fanfare_gaps_to_clients_total",
              "Times subscribers were told that messages are lost.")
          .labels();
  private final Counter.Child tooSlow =
      counter(
              "fanfare_slow_readers_total",
              "Connections that were closed, or left the live order, because they read too slowly.")
          .labels();
  private final Histogram.Child storeSeconds =
      histogram("fanfare_store_seconds", "How long changes in the store took.").labels();
  private final Histogram.Child storeReadSeconds =
      histogram("fanfare_store_read_seconds", "How long questions to the store took.").labels();
  private final Counter.Child storeFailures =
      counter("fanfare_store_failures_total", "Calls of the store that failed.").labels();
  private final Histogram.Child busSeconds =
      histogram("fanfare_bus_publish_seconds", "How long publishes on the bus took.").labels();
  private final Counter.Child busFailures =
      counter("fanfare_bus_publish_failures_total", "Publishes on the bus that failed.").labels();
  private final Counter.Child deafResubscribes =
      counter(
              "fanfare_deaf_resubscribes_total",
              "Times a channel was listened to anew because it moved and the bus was silent.")
          .labels();
  private final Counter.Child epochChanges =
      counter("fanfare_epoch_changes_total", "Epochs that began in followed channels.").labels();
  private final Histogram.Child headLag =
      Histogram.build(
              "fanfare_head_lag_entries",
              "How far the followed channel furthest behind was, each time the store told heads.")
          .buckets(0, 1, 10, 100, 1_000, 10_000)
          .register(registry)
          .labels();
  private final Histogram.Child loopDelay =
      histogram(
              "fanfare_event_loop_delay_seconds",
              "How late an event loop ran a task, measured twice a second.")
          .labels();
  private final Gauge ready = gauge("fanfare_ready", "1 when the gateway takes clients.");
  private final Gauge apps = gauge("fanfare_apps", "Apps that the gateway knows.");
  private final Counter reloads =
      counter(
          "fanfare_config_reloads_total",
          "Times the configuration file was read again.",
          "outcome");

  /** Metrics of a process, with those of its JVM. */
  public Metrics(String version) {
    Counter refusals =
        counter("fanfare_refusals_total", "Refusals, by the code of the fault.", "code");
    for (FaultCode code : FaultCode.values()) {
      refused.put(code, refusals.labels(code.slug()));
    }
    for (String outcome : List.of("applied", "refused")) {
      reloads.labels(outcome);
    }
    gauge("fanfare_build_info", "1; the labels say what runs.", "version", "jdk")
        .labels(version, Runtime.version().toString())
        .set(1);
    DefaultExports.register(registry);
  }

  @Override
  public void connectionOpened(String dialect) {
    opened.labels(dialect).inc();
    connections.labels(dialect).inc();
  }

  @Override
  public void connectionClosed(String dialect) {
    connections.labels(dialect).dec();
  }

  @Override
  public void received() {
    received.inc();
  }

  @Override
  public void published(int messages) {
    published.inc(messages);
  }

  @Override
  public void delivered(int messages) {
    delivered.inc(messages);
  }

  @Override
  public void refused(FaultCode code) {
    Counter.Child child = refused.get(code);
    if (child != null) {
      child.inc();
    }
  }

  @Override
  public void resumed(Continuity answer) {
    switch (answer) {
      case Continuity.Full f -> full.inc();
      case Continuity.Gap g -> gap.inc();
      case Continuity.Reset r -> reset.inc();
    }
  }

  @Override
  public void backfilled() {
    backfills.inc();
  }

  @Override
  public void gapToClients() {
    gapsToClients.inc();
  }

  @Override
  public void tooSlow() {
    tooSlow.inc();
  }

  @Override
  public void storeCall(long nanos) {
    storeSeconds.observe(nanos / 1e9);
  }

  @Override
  public void storeRead(long nanos) {
    storeReadSeconds.observe(nanos / 1e9);
  }

  @Override
  public void busPublished(long nanos) {
    busSeconds.observe(nanos / 1e9);
  }

  @Override
  public void busFailed() {
    busFailures.inc();
  }

  @Override
  public void deafResubscribed() {
    deafResubscribes.inc();
  }

  @Override
  public void headsTold(long furthestBehind) {
    headLag.observe((double) furthestBehind);
  }

  @Override
  public void epochChanged() {
    epochChanges.inc();
  }

  @Override
  public void storeFailed() {
    storeFailures.inc();
  }

  /** An event loop ran a task this late. */
  public void loopDelay(long nanos) {
    loopDelay.observe(nanos / 1e9);
  }

  /** Whether the gateway takes clients. */
  public void ready(boolean takesClients) {
    ready.set(takesClients ? 1 : 0);
  }

  /** How many apps the gateway knows. */
  public void apps(int count) {
    apps.set(count);
  }

  /** The configuration file was read again. */
  public void reloaded(boolean applied) {
    reloads.labels(applied ? "applied" : "refused").inc();
  }

  /**
   * A number that is asked for whenever the page is read.
   *
   * @param name {@code fanfare_} and words of ours
   * @param supplier called on the management server's threads; one that throws leaves its number
   *     out, and the others stand
   */
  public void watch(String name, String help, IntSupplier supplier) {
    new Collector() {
      @Override
      public List<MetricFamilySamples> collect() {
        double value;
        try {
          value = supplier.getAsInt();
        } catch (RuntimeException unknown) {
          LOG.debug("{} cannot be told now", name, unknown);
          return List.of();
        }
        List<MetricFamilySamples.Sample> samples =
            List.of(new MetricFamilySamples.Sample(name, List.of(), List.of(), value));
        return List.of(new MetricFamilySamples(name, Type.GAUGE, help, samples));
      }
    }.register(registry);
  }

  /** The page, in Prometheus' text format 0.0.4. */
  public String page() {
    StringWriter page = new StringWriter(8192);
    try {
      TextFormat.write004(page, registry.metricFamilySamples());
    } catch (IOException writersDoNotThrow) {
      throw new UncheckedIOException(writersDoNotThrow);
    }
    return page.toString();
  }

  /** The media type of {@link #page()}. */
  public static String pageType() {
    return TextFormat.CONTENT_TYPE_004;
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.build(name, help).labelNames(labels).register(registry);
  }

  private Gauge gauge(String name, String help, String... labels) {
    return Gauge.build(name, help).labelNames(labels).register(registry);
  }

  private Histogram histogram(String name, String help) {
    return Histogram.build(name, help)
        .buckets(0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5)
        .register(registry);
  }
}
