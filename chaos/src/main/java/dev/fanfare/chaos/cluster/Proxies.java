package dev.fanfare.chaos.cluster;

import dev.fanfare.testkit.proxy.Gate;
import dev.fanfare.testkit.proxy.TcpProxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All nodes on one address, each behind a proxy. A member tells the others and the gateways its
 * proxy's port for its own, and a gateway the other gateways, so that all that any of them says to
 * it goes through there. Who connects is known by the process that has the other end of the
 * connection.
 */
final class Proxies implements Wires {
  private final Map<String, TcpProxy> proxies = new ConcurrentHashMap<>();

  /** One for every two nodes. */
  private final Map<Set<String>, Gate> gates = new ConcurrentHashMap<>();

  private final Set<Set<String>> held = new HashSet<>();
  private volatile List<Node> nodes = List.of();

  @Override
  public Host host(String name) {
    return Host.LOOPBACK;
  }

  @Override
  public Front front(String name, int port) throws IOException {
    TcpProxy known = proxies.get(name);
    if (known != null) {
      return new Front(Host.LOOPBACK.address(), known.port());
    }
    TcpProxy proxy =
        TcpProxy.to(
            new InetSocketAddress(Host.LOOPBACK.address(), port),
            client -> gate(name, client.getPort()));
    proxies.put(name, proxy);
    return new Front(Host.LOOPBACK.address(), proxy.port());
  }

  private Optional<Gate> gate(String name, int clientPort) {
    return Optional.ofNullable(proxies.get(name))
        .flatMap(proxy -> SocketOwners.ownerOf(clientPort, proxy.port(), nodes))
        .map(client -> gate(Set.copyOf(List.of(name, client.name()))));
  }

  private Gate gate(Set<String> pair) {
    return gates.computeIfAbsent(pair, fresh -> new Gate());
  }

  @Override
  public String outside() {
    return Host.LOOPBACK.address();
  }

  @Override
  public void join(List<Node> all) {
    nodes = List.copyOf(all);
  }

  @Override
  public void cut(String one, Set<String> others) {
    for (String other : others) {
      Set<String> pair = Set.of(one, other);
      held.add(pair);
      gate(pair).hold();
    }
  }

  @Override
  public void heal() {
    held.forEach(pair -> gate(pair).pass());
    held.clear();
  }

  @Override
  public void close() {
    for (TcpProxy proxy : proxies.values()) {
      try {
        proxy.close();
      } catch (IOException gone) {
        // its port is free again, which is all that was wanted
      }
    }
  }
}
