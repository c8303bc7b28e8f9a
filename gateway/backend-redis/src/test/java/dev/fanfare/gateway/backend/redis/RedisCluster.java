package dev.fanfare.gateway.backend.redis;

import dev.fanfare.testkit.Patience;
import dev.fanfare.testkit.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A real Redis Cluster of three masters on loopback. */
final class RedisCluster implements AutoCloseable {
  private final List<RedisServer> nodes;
  private final List<String> ids;

  private RedisCluster(List<RedisServer> nodes) {
    this.nodes = nodes;
    this.ids = nodes.stream().map(node -> node.lines("CLUSTER MYID").get(0)).toList();
  }

  static RedisCluster start() {
    List<RedisServer> nodes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String file = temporaryFolder().resolve("nodes.conf").toString();
      nodes.add(
          new RedisServer(
              "--cluster-enabled",
              "yes",
              "--cluster-config-file",
              file,
              "--cluster-node-timeout",
              "2000",
              "--cluster-port",
              Integer.toString(Ports.free())));
    }
    RedisCluster cluster = new RedisCluster(nodes);
    int share = Slots.COUNT / 3 + 1;
    for (int i = 0; i < 3; i++) {
      int last = Math.min(Slots.COUNT, (i + 1) * share) - 1;
      nodes.get(i).say("CLUSTER ADDSLOTSRANGE " + i * share + " " + last);
      nodes.get(i).say("CLUSTER SET-CONFIG-EPOCH " + (i + 1));
    }
    for (RedisServer node : nodes.subList(1, 3)) {
      nodes.get(0).say("CLUSTER MEET 127.0.0.1 " + node.port() + " " + node.clusterPort());
    }
    cluster.isWell();
    return cluster;
  }

  RedisServer node(int number) {
    return nodes.get(number);
  }

  /** The number of the node that owns a slot. */
  int ownerOf(int slot) {
    return IntStream.range(0, 3)
        .filter(i -> !nodes.get(i).say("CLUSTER COUNTKEYSINSLOT " + slot).startsWith("-"))
        .filter(i -> nodes.get(i).say("SPUBLISH " + nameIn(slot) + " x").startsWith(":"))
        .findFirst()
        .orElseThrow();
  }

  /** Gives a slot to another node, as resharding does. */
  void move(int slot, int from, int to) {
    nodes.get(to).say("CLUSTER SETSLOT " + slot + " NODE " + ids.get(to));
    nodes.get(from).say("CLUSTER SETSLOT " + slot + " NODE " + ids.get(to));
    nodes.get(to).say("CLUSTER BUMPEPOCH");
    isWell();
  }

  void startAgain(int number) {
    nodes.get(number).startAgain();
    isWell();
  }

  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }

  private void isWell() {
    Patience.until(
        "every node sees a whole cluster",
        () ->
            nodes.stream()
                .allMatch(
                    node -> {
                      List<String> lines = node.lines("CLUSTER INFO");
                      return lines.contains("cluster_state:ok")
                          && lines.contains("cluster_known_nodes:3");
                    }));
  }

  private static String nameIn(int slot) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(Integer::toString)
        .filter(name -> Slots.of(name) == slot)
        .findFirst()
        .orElseThrow();
  }

  private static Path temporaryFolder() {
    try {
      File folder = Files.createTempDirectory("fanfare-redis").toFile();
      folder.deleteOnExit();
      return folder.toPath();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
