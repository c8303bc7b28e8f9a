package dev.fanfare.chaos.cluster;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** What joins the nodes of a cluster. One thread at a time. */
interface Wires extends AutoCloseable {
  /** The place a node runs at. */
  Host host(String name) throws IOException, InterruptedException;

  /**
   * Where the other nodes reach a node.
   *
   * @param port on which it listens itself
   */
  Front front(String name, int port) throws IOException, InterruptedException;

  /** The address of this process for the nodes. */
  String outside();

  /** Tells which nodes there are, before any of them runs. */
  void join(List<Node> nodes);

  /**
   * Cuts a node from others, in both directions; whoever uses the cluster reaches all of them
   * still.
   */
  void cut(String one, Set<String> others) throws IOException, InterruptedException;

  /** Joins again whatever was cut. */
  void heal() throws IOException, InterruptedException;

  @Override
  void close();

  /**
   * Where a node runs.
   *
   * @param address what it listens on
   * @param prefix what its command begins with
   */
  record Host(String address, List<String> prefix) {
    static final Host LOOPBACK = new Host("127.0.0.1", List.of());

    public Host {
      prefix = List.copyOf(prefix);
    }
  }

  /** An address and a port. */
  record Front(String address, int port) {
    String text() {
      return address + ":" + port;
    }
  }
}
