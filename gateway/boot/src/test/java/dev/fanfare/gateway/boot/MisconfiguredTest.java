package dev.fanfare.gateway.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.fanfare.testkit.HttpCalls;
import dev.fanfare.testkit.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Processes whose configuration is not that of the cluster: they do not serve, say why in one line,
 * and change nothing for those that are there. They take a quarter of a minute to give up.
 */
@Timeout(240)
@Execution(ExecutionMode.CONCURRENT)
class MisconfiguredTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String ANOTHER = "fedcba9876543210fedcba9876543210";

  @TempDir private Path folder = Path.of("");
  private final List<Process> processes = new ArrayList<>();
  private final int member = Ports.free();
  private final int intruder = Ports.free();
  private final int noRedis = Ports.free();
  private final int memberManagement = Ports.free();
  private final int intruderManagement = Ports.free();

  @AfterEach
  void endAll() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void aGatewayThatFindsOnlyMembersOfAnotherVersionDoesNotServeAndSaysWhyInOneLine()
      throws Exception {
    HazelcastInstance old = memberOfAnotherVersion();
    try {
      Process gateway = gateway("version", config("fanfare", SECRET, "{type: memory}"));

      assertThat(complaintOf(gateway, "version"))
          .startsWith("fanfare: No member of the store fanfare answers at [127.0.0.1:" + member)
          .endsWith("Check that members run there, with the same name, secret and version.");
      assertThat(old.getClientService().getConnectedClients()).isEmpty();
      assertThat(old.getCluster().getMembers()).hasSize(1);
    } finally {
      old.shutdown();
    }
  }

  /** Its name and secret are ours. */
  private HazelcastInstance memberOfAnotherVersion() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(SECRET.getBytes(UTF_8));
    Config config = new Config();
    config.setClusterName("fanfare-v1-" + HexFormat.of().formatHex(hash).substring(0, 16));
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.getJetConfig().setEnabled(false);
    config.getMetricsConfig().setEnabled(false);
    config.getNetworkConfig().setPort(member).setPortAutoIncrement(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    return Hazelcast.newHazelcastInstance(config);
  }

  @Test
  void whoHasAnotherNameOrSecretOrNoRedisDoesNotServeAndSaysWhyInOneLine() throws Exception {
    start("store", "member", config("fanfare", SECRET, "{type: memory}"), member, memberManagement);
    start(
        "store",
        "intruder",
        config("fanfare", ANOTHER, "{type: memory}"),
        intruder,
        intruderManagement);
    Process otherSecret = gateway("secret", config("fanfare", ANOTHER + "x", "{type: memory}"));
    Process otherName = gateway("name", config("funfair", SECRET, "{type: memory}"));
    Process redisAway =
        gateway(
            "redis",
            config("fanfare", SECRET, "{type: redis, uri: \"redis://127.0.0.1:" + noRedis + "\"}"));

    assertThat(complaintOf(redisAway, "redis"))
        .startsWith("fanfare: Redis cannot be used at redis://127.0.0.1:" + noRedis)
        .endsWith("Check the address, user and password.");
    assertThat(complaintOf(otherSecret, "secret"))
        .startsWith("fanfare: No member of the store fanfare answers at [127.0.0.1:" + member)
        .endsWith("Check that members run there, with the same name, secret and version.");
    assertThat(complaintOf(otherName, "name"))
        .startsWith("fanfare: No member of the store funfair answers at");
    for (int management : List.of(memberManagement, intruderManagement)) {
      HttpCalls calls = HttpCalls.to(URI.create("http://127.0.0.1:" + management));
      assertThat(calls.get("/metrics").text()).contains("fanfare_store_members 1.0");
      assertThat(calls.get("/ready").status()).isEqualTo(503);
      assertThat(calls.get("/ready").text()).contains("fewer members than a majority");
    }
  }

  /** What it says at its end, which is a failure. */
  private String complaintOf(Process process, String name) throws Exception {
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("%s ends", name).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    List<String> lines = Files.readAllLines(folder.resolve(name + ".log"));
    assertThat(lines).noneMatch(line -> line.startsWith("\tat "));
    List<String> complaints = lines.stream().filter(line -> line.startsWith("fanfare: ")).toList();
    assertThat(complaints).hasSize(1);
    return complaints.get(0);
  }

  private String config(String name, String secret, String bus) {
    return """
    cluster: {secret: "%s"}
    internal: {port: 0}
    store: {type: hazelcast, name: %s, members: "127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:1", size: 3}
    bus: %s
    apps: [{id: a}]
    """
        .formatted(secret, name, member, intruder, bus);
  }

  private Process gateway(String name, String config) throws IOException {
    return start("gateway", name, config, 0, 0);
  }

  private Process start(String command, String name, String config, int port, int management)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".yaml"), config);
    List<String> line =
        ProductCommand.of(
            List.of("-Xmx128m"),
            List.of(
                command,
                "--config",
                file.toString(),
                "--port",
                Integer.toString(port),
                "--management-port",
                Integer.toString(management)));
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    processes.add(process);
    return process;
  }
}
