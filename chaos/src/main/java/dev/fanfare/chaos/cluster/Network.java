package dev.fanfare.chaos.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A network inside this machine, whose wires can be cut: every host is a namespace with an address
 * of its own, and a bridge joins them. What is cut vanishes without an answer, as behind a broken
 * switch: each side sends to a hardware address that nobody has. Needs Linux, root and {@code ip}.
 * One thread at a time.
 */
final class Network implements Wires {
  private static final String NOBODY = "02:00:00:00:00:01";

  private final String id = Long.toString(ProcessHandle.current().pid(), 36);
  private final String net;
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final List<List<String>> cuts = new ArrayList<>();

  private Network(String net) {
    this.net = net;
  }

  /** Whether this machine lets us make one. */
  static boolean isPossible() {
    String probe = "ffprobe" + Long.toString(ProcessHandle.current().pid(), 36);
    try {
      ip(List.of("netns", "add", probe));
      ip(List.of("netns", "del", probe));
      return true;
    } catch (IOException notHere) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A network without hosts. */
  static Network open() throws IOException, InterruptedException {
    int free = 0;
    while (Files.exists(Path.of("/sys/class/net", bridge(free))) && free < 250) {
      free++;
    }
    Network network = new Network("10.213." + free);
    ip("link add %s type bridge".formatted(bridge(free)));
    ip("addr add %s.254/24 dev %s".formatted(network.net, bridge(free)));
    ip("link set %s up".formatted(bridge(free)));
    return network;
  }

  @Override
  public String outside() {
    return net + ".254";
  }

  private static String bridge(int number) {
    return "fanfare" + number;
  }

  private String bridge() {
    return bridge(Integer.parseInt(net.substring(net.lastIndexOf('.') + 1)));
  }

  @Override
  public Front front(String name, int port) throws IOException, InterruptedException {
    return new Front(host(name).address(), port);
  }

  @Override
  public void join(List<Node> nodes) {}

  @Override
  public Host host(String name) throws IOException, InterruptedException {
    Host known = hosts.get(name);
    if (known != null) {
      return known;
    }
    String address = net + "." + (hosts.size() + 1);
    String space = space(name);
    String wire = "ff" + id + name;
    Host host = new Host(address, List.of("ip", "netns", "exec", space));
    hosts.put(name, host);
    ip("netns add " + space);
    ip("link add %s type veth peer name eth0 netns %s".formatted(wire, space));
    ip("link set %s master %s up".formatted(wire, bridge()));
    ip("-n %s addr add %s/24 dev eth0".formatted(space, address));
    ip("-n %s link set eth0 up".formatted(space));
    ip("-n %s link set lo up".formatted(space));
    return host;
  }

  private String space(String name) {
    return "fanfare-" + id + "-" + name;
  }

  @Override
  public void cut(String one, Set<String> others) throws IOException, InterruptedException {
    for (String other : others) {
      cutOneWay(one, other);
      cutOneWay(other, one);
    }
  }

  private void cutOneWay(String from, String to) throws IOException, InterruptedException {
    Host host = hosts.get(to);
    if (host == null) {
      throw new IllegalArgumentException(to + " is not in this network");
    }
    ip(
        "-n %s neigh replace %s lladdr %s dev eth0 nud permanent"
            .formatted(space(from), host.address(), NOBODY));
    cuts.add(List.of("-n", space(from), "neigh", "del", host.address(), "dev", "eth0"));
  }

  @Override
  public void heal() throws IOException, InterruptedException {
    for (List<String> cut : cuts) {
      ip(cut);
    }
    cuts.clear();
  }

  /** Takes all of it away; processes that still run there lose their network. */
  @Override
  public void close() {
    try {
      for (String name : hosts.keySet()) {
        tryIp(List.of("netns", "del", space(name)));
      }
      tryIp(List.of("link", "del", bridge()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tryIp(List<String> words) throws InterruptedException {
    try {
      ip(words);
    } catch (IOException gone) {
      // it was not there any more
    }
  }

  private static void ip(String words) throws IOException, InterruptedException {
    ip(List.of(words.split(" ", -1)));
  }

  private static void ip(List<String> words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(words);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said.strip());
    }
  }
}
