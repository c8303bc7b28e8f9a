package dev.fanfare.gateway.boot.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.Event.Why;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Result.Continuity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (fanfare_[a-z_]+) ");
  private static final Path ROOT = Path.of(System.getProperty("fanfare.root", "../.."));

  private final Metrics metrics = new Metrics("1.2.3");

  @Test
  void whatTheCoreTellsStandsOnThePage() {
    metrics.connectionOpened("fanfare");
    metrics.connectionOpened("fanfare");
    metrics.connectionClosed("fanfare");
    metrics.received();
    metrics.published(3);
    metrics.delivered(7);
    metrics.refused(FaultCode.FORBIDDEN);
    metrics.resumed(new Continuity.Full());
    metrics.resumed(new Continuity.Gap(1, 2));
    metrics.resumed(new Continuity.Reset(Why.LOST));
    metrics.backfilled();
    metrics.gapToClients();
    metrics.tooSlow();
    metrics.storeCall(2_000_000);
    metrics.storeRead(2_000_000);
    metrics.busPublished(2_000_000);
    metrics.busFailed();
    metrics.deafResubscribed();
    metrics.headsTold(7);
    metrics.epochChanged();
    metrics.storeFailed();
    metrics.loopDelay(50_000);
    metrics.ready(true);
    metrics.apps(4);
    metrics.reloaded(false);

    assertThat(metrics.page())
        .contains(
            "fanfare_connections{dialect=\"fanfare\",} 1.0",
            "fanfare_connections_opened_total{dialect=\"fanfare\",} 2.0",
            "fanfare_messages_received_total 1.0",
            "fanfare_messages_published_total 3.0",
            "fanfare_messages_delivered_total 7.0",
            "fanfare_refusals_total{code=\"forbidden\",} 1.0",
            "fanfare_refusals_total{code=\"rate-limited\",} 0.0",
            "fanfare_subscriptions_total{answer=\"full\",} 1.0",
            "fanfare_subscriptions_total{answer=\"gap\",} 1.0",
            "fanfare_subscriptions_total{answer=\"reset\",} 1.0",
            "fanfare_gap_backfills_total 1.0",
            "fanfare_gaps_to_clients_total 1.0",
            "fanfare_slow_readers_total 1.0",
            "fanfare_store_seconds_bucket{le=\"0.001\",} 0.0",
            "fanfare_store_seconds_bucket{le=\"0.005\",} 1.0",
            "fanfare_store_read_seconds_count 1.0",
            "fanfare_bus_publish_seconds_count 1.0",
            "fanfare_bus_publish_failures_total 1.0",
            "fanfare_deaf_resubscribes_total 1.0",
            "fanfare_head_lag_entries_bucket{le=\"1.0\",} 0.0",
            "fanfare_head_lag_entries_bucket{le=\"10.0\",} 1.0",
            "fanfare_epoch_changes_total 1.0",
            "fanfare_store_failures_total 1.0",
            "fanfare_event_loop_delay_seconds_count 1.0",
            "fanfare_ready 1.0",
            "fanfare_apps 4.0",
            "fanfare_config_reloads_total{outcome=\"refused\",} 1.0",
            "fanfare_build_info{version=\"1.2.3\"",
            "jvm_memory_bytes_used",
            "process_cpu_seconds_total");
  }

  @Test
  void aWatchedNumberIsAskedForAtEachReading() {
    int[] channels = {1};
    metrics.watch("fanfare_channels", "Channels that are followed.", () -> channels[0]);

    assertThat(metrics.page()).contains("fanfare_channels 1.0");
    channels[0] = 2;
    assertThat(metrics.page()).contains("fanfare_channels 2.0");
  }

  @Test
  void everyMetricIsExplainedInTheGuide() throws IOException {
    Set<String> families = new TreeSet<>();
    Matcher matcher = FAMILY.matcher(metrics.page());
    while (matcher.find()) {
      families.add(matcher.group(1));
    }
    String guide = Files.readString(ROOT.resolve("docs/guide/operations.md"));

    assertThat(families)
        .isNotEmpty()
        .allSatisfy(
            family -> assertThat(guide).contains("`" + family.replaceFirst("_created$", "")));
  }
}
