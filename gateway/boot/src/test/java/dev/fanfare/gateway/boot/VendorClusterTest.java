package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.RandomRouting;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fallbacks of Pusher's client in a browser against three gateways behind a load balancer
 * without stickiness: each request of a session comes to any of them. What needs no browser is in
 * {@link ClusterTest}.
 */
@EnabledIfSystemProperty(named = "fanfare.full", matches = "true")
@Timeout(180)
class VendorClusterTest {

  @Test
  void sessionsOfABrowserAreFoundFromEveryGateway(@TempDir Path folder) throws Exception {
    NodeScript.needsBrowser("pusher-js");
    try (LocalCluster cluster = LocalCluster.start(folder, 3);
        RandomRouting routing =
            new RandomRouting(
                7,
                List.of(
                    cluster.port("gateway1"),
                    cluster.port("gateway2"),
                    cluster.port("gateway3")))) {
      new VendorClients(routing.port()).workInABrowser();

      assertThat(List.of(0, 1, 2)).allSatisfy(i -> assertThat(routing.routedTo(i)).isPositive());
    }
  }
}
