package dev.fanfare.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fanfare.chaos.Machine;
import dev.fanfare.chaos.cluster.Node.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose gateways reach one another through proxies only. */
class ProxiesTest {
  private static final Pattern INTERNAL =
      Pattern.compile("internal: \\{host: (\\S+), port: (\\d+), address: \"(\\S+):(\\d+)\"}");

  /** A session over HTTP of Pusher's, which lives at the gateway that heard of it first. */
  private static final String SESSION = "/pusher/app/key/1/sessions";

  private static final String APPS =
      """
      apps:
        - id: "1001"
          signingSecrets:
            - {id: key, secret: a-secret-of-at-least-thirty-two-bytes, capabilities: all}
      """;

  @TempDir private Path folder = Path.of("");
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void eachGatewayListensAtOneAddressAndTellsTheOthersThatOfItsProxy() throws Exception {
    try (Cluster cluster = Cluster.parted(Partition.PROXY, folder, 2, address -> APPS)) {
      for (Node gateway : cluster.nodes(Role.GATEWAY)) {
        Path config = folder.resolve("fanfare-" + gateway.name() + ".yaml");
        Matcher internal = INTERNAL.matcher(Files.readString(config));

        assertThat(gateway.command()).contains(config.toAbsolutePath().toString());
        assertThat(internal.find()).isTrue();
        assertThat(internal.group(3)).isEqualTo(internal.group(1));
        assertThat(internal.group(4)).isNotEqualTo(internal.group(2));
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "fanfare.full", matches = "true")
  void aGatewayThatIsCutFromAnotherHandsNothingOverToItAndBothServeTheirOwn() throws Exception {
    assumeTrue(Machine.has("redis-server"), "skipped: redis-server is not on the PATH");
    assumeTrue(Partition.PROXY.isPossible(), "skipped: only Linux tells whose a connection is");
    try (Cluster cluster = Cluster.parted(Partition.PROXY, folder, 2, address -> APPS)) {
      cluster.start(http);
      Node owner = cluster.nodes(Role.GATEWAY).get(0);
      Node other = cluster.nodes(Role.GATEWAY).get(1);
      try (BufferedReader stream = opens(owner)) {
        assertThat(stream.readLine()).isEqualTo("o");
        assertThat(sends(owner)).isEqualTo(204);
        assertThat(sends(other)).isEqualTo(204);

        cluster.cut(owner, List.of(other));
        assertThat(sends(other)).isEqualTo(404);
        assertThat(sends(owner)).isEqualTo(204);

        cluster.heal();
        assertThat(sends(other)).isEqualTo(204);
      }
    }
  }

  private BufferedReader opens(Node gateway) throws IOException, InterruptedException {
    HttpRequest asks =
        HttpRequest.newBuilder(
                gateway.http(SESSION + "/xhr_streaming?protocol=7&client=js&version=8.6.0"))
            .POST(BodyPublishers.noBody())
            .build();
    return new BufferedReader(
        new InputStreamReader(
            http.send(asks, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
  }

  private int sends(Node gateway) throws IOException, InterruptedException {
    HttpRequest nothing =
        HttpRequest.newBuilder(gateway.http(SESSION + "/xhr_send"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("[]"))
            .build();
    return http.send(nothing, BodyHandlers.discarding()).statusCode();
  }
}
