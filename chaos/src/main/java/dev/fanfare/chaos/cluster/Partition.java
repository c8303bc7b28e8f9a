package dev.fanfare.chaos.cluster;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** By what the nodes of a cluster can be parted from one another. */
public enum Partition {
  /** Each node has a network namespace of its own, and packets vanish between them. */
  NAMESPACES,
  /** Each node stands behind a TCP proxy, for the other nodes, that holds what is sent. */
  PROXY;

  /** How the command line calls it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of this name. */
  public static Optional<Partition> of(String title) {
    return Stream.of(values()).filter(it -> it.title().equals(title)).findFirst();
  }

  /** Whether this machine allows it. */
  public boolean isPossible() {
    return switch (this) {
      case NAMESPACES -> Network.isPossible();
      case PROXY -> SocketOwners.areKnown();
    };
  }

  /** The most real one that this machine allows. */
  public static Optional<Partition> best() {
    return Stream.of(values()).filter(Partition::isPossible).findFirst();
  }
}
