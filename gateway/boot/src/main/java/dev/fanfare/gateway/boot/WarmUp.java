package dev.fanfare.gateway.boot;

import dev.fanfare.gateway.backend.memory.MemoryAppDirectory;
import dev.fanfare.gateway.boot.apps.ConfigApps;
import dev.fanfare.gateway.boot.cli.RunningGateway;
import dev.fanfare.gateway.boot.config.ConfigFile;
import dev.fanfare.gateway.boot.config.Loaded;
import dev.fanfare.gateway.boot.metrics.Metrics;
import dev.fanfare.gateway.boot.operator.AttachedOverrides;
import dev.fanfare.gateway.boot.rehearsal.Troupe;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients are played to a second gateway within the process, on loopback, with everything in memory
 * and an app and a secret of its own, before the first one takes clients: whoever comes first after
 * a restart, and that may be everybody, meets code that is compiled. docs/adr/0018-rehearsal.md.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  /** Its clients are gone by then: it takes some milliseconds. */
  private static final Duration END_WITHIN = Duration.ofSeconds(2);

  private WarmUp() {}

  /**
   * Begins; completes when the second gateway is gone, never with a failure: without it the first
   * one is as good, only slower for a while.
   *
   * @param time how long clients play; zero: not at all
   */
  static Future<Void> begin(Duration time, RandomGenerator random) {
    if (time.isZero()) {
      return Future.succeededFuture();
    }
    return Gateway.onThread(
        "warm-up",
        () -> {
          try {
            Troupe.Played played = play(time, Troupe.secret(random));
            LOG.atInfo()
                .addKeyValue("clients", played.clients())
                .addKeyValue("delivered", played.delivered())
                .log("Warmed up.");
          } catch (IOException | ExecutionException failed) {
            LOG.warn("Could not warm up; the first clients will take longer.", failed);
          } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static Troupe.Played play(Duration time, String secret)
      throws IOException, ExecutionException, InterruptedException {
    ConfigFile reader = new ConfigFile(name -> Optional.empty());
    if (!(reader.parse("warm-up", Troupe.configuration(0, secret))
        instanceof Loaded.Accepted accepted)) {
      throw new IllegalStateException("the configuration of the warm-up is wrong");
    }
    MemoryAppDirectory directory = new MemoryAppDirectory();
    new ConfigApps(directory).replaceAll(accepted.apps());
    RunningGateway gateway =
        Gateway.start(
                accepted.config(),
                directory,
                new AttachedOverrides(),
                List.of(),
                new Metrics("warm-up"))
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    try {
      return new Troupe(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()), secret)
          .play(Integer.MAX_VALUE, time);
    } finally {
      gateway.drain(END_WITHIN).toCompletionStage().toCompletableFuture().get();
    }
  }
}
