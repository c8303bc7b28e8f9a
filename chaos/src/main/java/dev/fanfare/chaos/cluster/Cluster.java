package dev.fanfare.chaos.cluster;

import dev.fanfare.chaos.cluster.Network.Host;
import dev.fanfare.chaos.cluster.Node.Role;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gateways, three members and a Redis that belong together, with one configuration file. */
public final class Cluster implements AutoCloseable {
  private static final int MEMBERS = 3;
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Path folder;
  private final Optional<Network> network;
  private final List<Node> nodes;

  private Cluster(Path folder, Optional<Network> network, List<Node> nodes) {
    this.folder = folder;
    this.network = network;
    this.nodes = List.copyOf(nodes);
  }

  /** Whether this machine lets a cluster have a network of its own. */
  public static boolean canBePartitioned() {
    return Network.isPossible();
  }

  /**
   * Writes the configuration and chooses free ports of the loopback address; nothing runs yet.
   *
   * @param apps the section {@code apps:} of the configuration and whatever else it should say
   */
  public static Cluster in(Path folder, int gateways, Sections apps) throws IOException {
    return new Layout(folder, name -> Host.LOOPBACK)
        .cluster(gateways, apps.at(Host.LOOPBACK.address()), Optional.empty());
  }

  /** What a configuration says beside the cluster's own sections. */
  @FunctionalInterface
  public interface Sections {
    /**
     * Called once, before anything runs.
     *
     * @param address under which the nodes reach this process
     */
    String at(String address) throws IOException;
  }

  /**
   * As {@link #in}, with every node in a network namespace of its own, so that {@link #cut} works.
   *
   * @throws IOException when the machine does not allow that
   */
  public static Cluster networked(Path folder, int gateways, Sections apps)
      throws IOException, InterruptedException {
    Network network = Network.open();
    try {
      Map<String, Host> hosts = new HashMap<>();
      hosts.put("redis", network.host("redis"));
      for (int i = 1; i <= MEMBERS; i++) {
        hosts.put("m" + i, network.host("m" + i));
      }
      for (int i = 1; i <= gateways; i++) {
        hosts.put("g" + i, network.host("g" + i));
      }
      return new Layout(folder, name -> hosts.getOrDefault(name, Host.LOOPBACK))
          .cluster(gateways, apps.at(network.outside()), Optional.of(network));
    } catch (IOException | InterruptedException failed) {
      network.close();
      throw failed;
    }
  }

  /** One gateway that keeps the logs in its own memory. */
  public static Cluster lonely(Path folder, String configuration) throws IOException {
    Files.createDirectories(folder);
    Path config = Files.writeString(folder.resolve("fanfare.yaml"), configuration);
    return new Cluster(
        folder, Optional.empty(), List.of(Node.gateway("g1", Host.LOOPBACK, config, folder)));
  }

  /** Where everything goes before it runs. */
  private static final class Layout {
    private final Path folder;
    private final Function<String, Host> hosts;
    private final byte[] secret = new byte[32];

    Layout(Path folder, Function<String, Host> hosts) throws IOException {
      this.folder = Files.createDirectories(folder);
      this.hosts = hosts;
      new SecureRandom().nextBytes(secret);
    }

    Cluster cluster(int gateways, String apps, Optional<Network> network) throws IOException {
      List<Integer> ports = new ArrayList<>();
      List<String> members = new ArrayList<>();
      for (int i = 1; i <= MEMBERS; i++) {
        ports.add(Node.freePort());
        members.add(hosts.apply("m" + i).address() + ":" + ports.getLast());
      }
      Node redis = Node.redis(hosts.apply("redis"), Node.freePort(), folder);
      List<Node> nodes = new ArrayList<>();
      nodes.add(redis);
      Function<Host, String> yaml =
          host -> configuration(host, members, redis.host() + ":" + redis.port()) + apps;
      for (int i = 1; i <= MEMBERS; i++) {
        Host host = hosts.apply("m" + i);
        nodes.add(Node.member("m" + i, host, ports.get(i - 1), config(host, yaml), folder));
      }
      for (int i = 1; i <= gateways; i++) {
        Host host = hosts.apply("g" + i);
        nodes.add(Node.gateway("g" + i, host, config(host, yaml), folder));
      }
      return new Cluster(folder, network, nodes);
    }

    /** One file for all of a host. */
    private Path config(Host host, Function<Host, String> yaml) throws IOException {
      String name =
          host.equals(Host.LOOPBACK) ? "fanfare.yaml" : "fanfare-" + host.address() + ".yaml";
      return Files.writeString(folder.resolve(name), yaml.apply(host));
    }

    private String configuration(Host host, List<String> members, String redis) {
      return """
      cluster: {secret: "%s"}
      internal: {host: %s, port: 0}
      management: {host: %s}
      store: {type: hazelcast, name: local-%s, members: "%s", size: %d}
      bus: {type: redis, uri: "redis://%s"}
      """
          .formatted(
              HexFormat.of().formatHex(secret),
              host.address(),
              host.address(),
              HexFormat.of().formatHex(secret, 0, 4),
              String.join(",", members),
              MEMBERS,
              redis);
    }
  }

  /**
   * Cuts a node's wires to others, in both directions; whoever uses the cluster reaches all of them
   * still.
   *
   * @throws IllegalStateException when the cluster has no network of its own
   */
  public void cut(Node node, List<Node> others) throws IOException, InterruptedException {
    network()
        .cut(
            node.name(),
            others.stream()
                .map(Node::name)
                .filter(name -> !name.equals(node.name()))
                .collect(Collectors.toSet()));
  }

  /** Joins again whatever was cut. */
  public void heal() throws IOException, InterruptedException {
    network().heal();
  }

  private Network network() {
    return network.orElseThrow(
        () -> new IllegalStateException("this cluster has no network of its own"));
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
      close();
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
    network.ifPresent(Network::close);
  }
}
