package dev.fanfare.chaos.cluster;

import java.util.List;
import java.util.Set;

/** All nodes on one address, and nothing to cut. */
final class Loopback implements Wires {
  @Override
  public Host host(String name) {
    return Host.LOOPBACK;
  }

  @Override
  public Front front(String name, int port) {
    return new Front(Host.LOOPBACK.address(), port);
  }

  @Override
  public String outside() {
    return Host.LOOPBACK.address();
  }

  @Override
  public void join(List<Node> nodes) {}

  @Override
  public void cut(String one, Set<String> others) {
    throw new IllegalStateException("the nodes of this cluster cannot be parted");
  }

  @Override
  public void heal() {}

  @Override
  public void close() {}
}
