package dev.fanfare.chaos.cluster;

import dev.fanfare.chaos.cluster.Node.Role;
import dev.fanfare.chaos.cluster.Wires.Front;
import dev.fanfare.chaos.cluster.Wires.Host;
import dev.fanfare.testkit.Ports;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Gateways, three members and a Redis that belong together, with one configuration file. */
public final class Cluster implements AutoCloseable {
  private static final int MEMBERS = 3;
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Path folder;
  private final Wires wires;
  private final List<Node> nodes;

  private Cluster(Path folder, Wires wires, List<Node> nodes) {
    this.folder = folder;
    this.wires = wires;
    this.nodes = List.copyOf(nodes);
    wires.join(this.nodes);
  }

  /**
   * Writes the configuration and chooses free ports of the loopback address; nothing runs yet.
   *
   * @param apps the section {@code apps:} of the configuration and whatever else it should say
   */
  public static Cluster in(Path folder, int gateways, Sections apps)
      throws IOException, InterruptedException {
    return new Layout(folder, new Loopback()).cluster(gateways, apps);
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
   * As {@link #in}, with nodes that {@link #cut} can part.
   *
   * @throws IOException when the machine does not allow that
   */
  public static Cluster parted(Partition by, Path folder, int gateways, Sections apps)
      throws IOException, InterruptedException {
    Wires wires =
        switch (by) {
          case NAMESPACES -> Network.open();
          case PROXY -> new Proxies();
        };
    try {
      return new Layout(folder, wires).cluster(gateways, apps);
    } catch (IOException | InterruptedException failed) {
      wires.close();
      throw failed;
    }
  }

  /** One gateway that keeps the logs in its own memory. */
  public static Cluster lonely(Path folder, String configuration) throws IOException {
    Files.createDirectories(folder);
    Path config = Files.writeString(folder.resolve("fanfare.yaml"), configuration);
    return new Cluster(
        folder, new Loopback(), List.of(Node.gateway("g1", Host.LOOPBACK, config, folder)));
  }

  /** Where everything goes before it runs. */
  private static final class Layout {
    private final Path folder;
    private final Wires wires;
    private final byte[] secret = new byte[32];

    Layout(Path folder, Wires wires) throws IOException {
      this.folder = Files.createDirectories(folder);
      this.wires = wires;
      new SecureRandom().nextBytes(secret);
    }

    Cluster cluster(int gateways, Sections sections) throws IOException, InterruptedException {
      Map<String, Integer> ports = new LinkedHashMap<>();
      List<String> members = new ArrayList<>();
      for (int i = 1; i <= MEMBERS; i++) {
        String name = "m" + i;
        ports.put(name, Ports.free());
        members.add(wires.front(name, ports.get(name)).text());
      }
      Node redis = Node.redis(wires.host("redis"), Ports.free(), folder);
      Front bus = wires.front("redis", redis.port());
      String apps = sections.at(wires.outside());
      List<Node> nodes = new ArrayList<>();
      nodes.add(redis);
      Configuration yaml =
          (host, port, address) -> configuration(host, port, address, members, bus.text()) + apps;
      for (String name : ports.keySet()) {
        Host host = wires.host(name);
        int port = ports.get(name);
        Front front = wires.front(name, port);
        nodes.add(Node.member(name, host, port, front, shared(host, yaml), folder));
      }
      for (int i = 1; i <= gateways; i++) {
        nodes.add(gateway("g" + i, yaml));
      }
      return new Cluster(folder, wires, nodes);
    }

    /** With a file of its own where the others do not reach it where it listens. */
    private Node gateway(String name, Configuration yaml) throws IOException, InterruptedException {
      Host host = wires.host(name);
      int port = Ports.free();
      Front front = wires.front(name, port);
      Path file =
          front.equals(new Front(host.address(), port))
              ? shared(host, yaml)
              : write("fanfare-" + name, yaml.of(host, port, front.text()));
      return Node.gateway(name, host, file, folder);
    }

    /** One file for all of a host. */
    private Path shared(Host host, Configuration yaml) throws IOException {
      String name = host.equals(Host.LOOPBACK) ? "fanfare" : "fanfare-" + host.address();
      return write(name, yaml.of(host, 0, host.address()));
    }

    private Path write(String name, String yaml) throws IOException {
      return Files.writeString(folder.resolve(name + ".yaml"), yaml);
    }

    /** The file of a process, by where gateways listen to one another and what they say of it. */
    private interface Configuration {
      String of(Host host, int internalPort, String internalAddress);
    }

    private String configuration(
        Host host, int internalPort, String internalAddress, List<String> members, String redis) {
      return """
      cluster: {secret: "%s"}
      internal: {host: %s, port: %d, address: "%s"}
      management: {host: %s}
      store: {type: hazelcast, name: local-%s, members: "%s", size: %d}
      bus: {type: redis, uri: "redis://%s"}
      """
          .formatted(
              HexFormat.of().formatHex(secret),
              host.address(),
              internalPort,
              internalAddress,
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
   * @throws IllegalStateException when the cluster was not made to be parted
   */
  public void cut(Node node, List<Node> others) throws IOException, InterruptedException {
    wires.cut(
        node.name(),
        others.stream()
            .map(Node::name)
            .filter(name -> !name.equals(node.name()))
            .collect(Collectors.toSet()));
  }

  /** Joins again whatever was cut. */
  public void heal() throws IOException, InterruptedException {
    wires.heal();
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
    wires.close();
  }
}
