package dev.fanfare.gateway.boot;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.boot.cli.RunningGateway;
import dev.fanfare.gateway.boot.config.ConfigFile;
import dev.fanfare.gateway.boot.config.StoreConfig;
import dev.fanfare.gateway.boot.metrics.Metrics;
import dev.fanfare.testkit.HttpCalls;
import dev.fanfare.testkit.Ports;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a member of the store says of itself while others come and go. */
@Execution(ExecutionMode.CONCURRENT)
class StoreProcessTest {
  private static final String HOST = "127.0.0.1";

  private final List<Integer> ports = List.of(Ports.free(), Ports.free(), Ports.free());
  private final List<RunningGateway> running = new ArrayList<>();

  @AfterEach
  void end() {
    List.copyOf(running).forEach(this::leaves);
  }

  @Test
  void aMemberIsReadyWhenItSeesAMajorityAndNotBefore() throws Exception {
    RunningGateway first = start("store", 0);
    until("it has looked", () -> get(first, "/ready").contains("fewer members than a majority"));
    assertThat(get(first, "/metrics"))
        .contains("fanfare_store_members 1.0", "fanfare_under_replicated 1.0");

    RunningGateway second = start("store", 1);
    until("two are ready", () -> isReady(first) && isReady(second));
    assertThat(get(first, "/metrics")).contains("fanfare_under_replicated 1.0");

    RunningGateway third = start("store", 2);
    until("three are ready", () -> isReady(first) && isReady(second) && isReady(third));
    until("all copies are there", () -> get(first, "/metrics").contains("replicated 0.0"));

    leaves(third);
    until("one is missed", () -> get(first, "/metrics").contains("fanfare_store_members 2.0"));
    until("two are enough", () -> isReady(first) && isReady(second));
    leaves(second);
    until("the last one says so", () -> get(first, "/ready").contains("fewer members"));
  }

  @Test
  void aMemberOfAnotherStoreJoinsNobody() throws Exception {
    RunningGateway first = start("store", 0);
    RunningGateway stranger = start("stranger", 1);

    until("it has looked", () -> get(stranger, "/ready").contains("fewer members"));

    assertThat(isReady(first)).isFalse();
    assertThat(get(first, "/metrics")).contains("fanfare_store_members 1.0");
    assertThat(get(stranger, "/metrics")).contains("fanfare_store_members 1.0");
  }

  private RunningGateway start(String name, int index) throws IOException {
    String members = ports.stream().map(port -> HOST + ":" + port).collect(Collectors.joining(","));
    StoreConfig store =
        new StoreConfig(
            StoreConfig.Type.HAZELCAST, name, members, 3, HOST, ports.get(index), 1_000);
    RunningGateway member =
        StoreProcess.start(
            ConfigFile.standard().withStore(store).withManagementPort(0), new Metrics("test"));
    running.add(member);
    return member;
  }

  /** In an orderly way: what it kept has moved when this returns. */
  private void leaves(RunningGateway member) {
    running.remove(member);
    await(member.drain(Duration.ofSeconds(1)));
  }

  private boolean isReady(RunningGateway member) {
    return get(member, "/ready").startsWith("ready");
  }

  private String get(RunningGateway member, String path) {
    return HttpCalls.to(URI.create("http://" + HOST + ":" + member.managementPort()))
        .get(path)
        .text();
  }
}
