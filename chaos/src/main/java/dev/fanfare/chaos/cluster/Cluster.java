package dev.fanfare.chaos.cluster;

import dev.fanfare.chaos.cluster.Node.Role;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Gateways, three members and a Redis that belong together, with one configuration file. */
public final class Cluster implements AutoCloseable {
  private static final int MEMBERS = 3;
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Path folder;
  private final List<Node> nodes;

  private Cluster(Path folder, List<Node> nodes) {
    this.folder = folder;
    this.nodes = List.copyOf(nodes);
  }

  /**
   * Writes the configuration and chooses free ports; nothing runs yet.
   *
   * @param apps the section {@code apps:} of the configuration and whatever else it should say
   */
  public static Cluster in(Path folder, int gateways, String apps) throws IOException {
    Files.createDirectories(folder);
    Path config = folder.resolve("fanfare.yaml");
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      ports.add(Node.freePort());
    }
    List<Node> nodes = new ArrayList<>();
    Node redis = Node.redis(Node.freePort(), folder);
    nodes.add(redis);
    for (int i = 0; i < MEMBERS; i++) {
      nodes.add(Node.member("m" + (i + 1), ports.get(i), config, folder));
    }
    for (int i = 0; i < gateways; i++) {
      nodes.add(Node.gateway("g" + (i + 1), config, folder));
    }
    Files.writeString(config, configuration(ports, redis.port()) + apps);
    return new Cluster(folder, nodes);
  }

  /** One gateway that keeps the logs in its own memory. */
  public static Cluster lonely(Path folder, String configuration) throws IOException {
    Files.createDirectories(folder);
    Path config = Files.writeString(folder.resolve("fanfare.yaml"), configuration);
    return new Cluster(folder, List.of(Node.gateway("g1", config, folder)));
  }

  private static String configuration(List<Integer> ports, int redis) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    String members =
        ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    return """
    cluster: {secret: "%s"}
    internal: {host: 127.0.0.1, port: 0}
    store: {type: hazelcast, name: local-%s, members: "%s", size: %d}
    bus: {type: redis, uri: "redis://127.0.0.1:%d"}
    """
        .formatted(
            HexFormat.of().formatHex(secret),
            HexFormat.of().formatHex(secret, 0, 4),
            members,
            MEMBERS,
            redis);
  }

  /** Starts all and returns when all serve. On a failure nothing is left running. */
  public void start(HttpClient http) throws IOException, InterruptedException {
    try {
      for (Role role : List.of(Role.REDIS, Role.MEMBER, Role.GATEWAY)) {
        for (Node node : nodes(role)) {
          node.launch();
        }
        for (Node node : nodes(role)) {
          node.awaitReady(http);
        }
      }
    } catch (IOException | InterruptedException failed) {
      nodes.forEach(Node::close);
      throw failed;
    }
  }

  /** Every node, in the order in which they start. */
  List<Node> nodes() {
    return nodes;
  }

  /** The nodes of a role. */
  public List<Node> nodes(Role role) {
    return nodes.stream().filter(node -> node.role() == role).toList();
  }

  Path folder() {
    return folder;
  }

  /** Gateways first, so that no client sees the store go; kills what is not gone in ten seconds. */
  void stop() throws IOException, InterruptedException {
    for (Role role : List.of(Role.GATEWAY, Role.MEMBER, Role.REDIS)) {
      for (Node node : nodes(role)) {
        if (node.isAlive()) {
          node.signal("CONT");
          node.signal("TERM");
        }
      }
      for (Node node : nodes(role)) {
        if (node.isAlive()) {
          node.awaitEnd(GRACE);
        }
      }
    }
  }

  /** Ends all at once. */
  @Override
  public void close() {
    nodes.forEach(Node::close);
  }
}
